import { ActivityObserved } from '../../core/events.ts'
import { dutiesMetBy } from '../../core/handoff/facts.ts'
import { reportedFact } from '../../core/leads/reported-fact.ts'
import { leadRoutes } from '../../core/leads/routes.ts'
import { publish } from '../aws/bus.ts'
import { now } from '../runtime/clock.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { knownLead } from './known-lead.ts'

/** `POST /leads/{leadId}/activities`: a call, a demo, a meeting booked. Taken when the bus has it. */
export const handler = onRequest(leadRoutes.reportActivity, async ({ params: { leadId }, body }) => {
  const { profile, handoffs } = await knownLead(leadId)
  const reported = reportedFact(profile.leadId, body, now(), Object.keys(profile.activitySummary ?? {}))
  if ('wrong' in reported) throw new Problem(422, 'This can’t be reported.', { errors: [reported.wrong] })
  await publish(ActivityObserved, { activity: reported.fact })
  const { id, at } = reported.fact
  return answer(202, { activityId: id, at, meets: handoffs.flatMap((one) => dutiesMetBy(one, reported.fact)) })
})
