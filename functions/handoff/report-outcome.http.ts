import { reportOutcome } from '../../core/handoff/answer.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { answeredAlready } from './answer-once.ts'
import { changeHandoff } from './change-handoff.ts'
import { callerId, findHandoff, shown } from './find-handoff.ts'

/** `POST /handoffs/{handoffId}/outcome`: an opportunity, won or lost; the fact closes the loop. */
export const handler = onRequest(handoffRoutes.reportOutcome, async ({ params, body, caller }) => {
  await findHandoff(params.handoffId)
  let isStored = false
  const handoff = await changeHandoff(params.handoffId, (read) => {
    const reported = reportOutcome(read, { ...body, by: callerId(caller) }, now())
    isStored = reported !== undefined
    return reported && { handoff: reported.handoff, causes: [body.result], facts: [reported.fact] }
  })
  if (!handoff) throw new Problem(404, 'There is no such hand-off.')
  if (isStored) return shown(handoff)
  throw handoff.state === 'open'
    ? new Problem(409, 'This hand-off is not accepted yet.', { extra: { state: handoff.state } })
    : answeredAlready(handoff)
})
