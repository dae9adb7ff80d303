import { sequencesKind } from '../../core/content/schemas.ts'
import { shownEnrolment } from '../../core/nurture/enrolment.ts'
import { nurtureRoutes } from '../../core/nurture/routes.ts'
import { reasonNotToEnter } from '../../core/nurture/triggers.ts'
import { current } from '../content/published.ts'
import { knownLead } from '../leads/known-lead.ts'
import { now } from '../runtime/clock.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { enrol } from './enrol.ts'
import { keepTrial } from './keep-trial.ts'

/** `POST /leads/{leadId}/enrolments`: puts a lead into a sequence by hand; consent, audience, exits and re-entry count here too. */
export const handler = onRequest(nurtureRoutes.enrolLead, async ({ params, body }) => {
  const lead = await knownLead(params.leadId)
  const published = await current(sequencesKind, body.sequence)
  if (!published) throw new Problem(404, 'There is no published sequence of this name.')
  const reason = reasonNotToEnter(published.value, lead, now())
  if (reason) throw refused(reason)
  const made = await enrol(lead, published.value, published.version, 'by staff')
  if (!made) {
    const isHeldOut = (await keepTrial(published.value, lead.profile.leadId)) === 'held-out'
    throw refused(isHeldOut ? 'held out by chance, to tell what the sequence brings' : 'already inside')
  }
  return answer(201, shownEnrolment(made))
})

function refused(reason: string): Problem {
  return new Problem(409, `The lead can't enter this sequence: ${reason}.`, { extra: { reason } })
}
