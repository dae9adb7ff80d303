import { dispute } from '../../core/handoff/dispute.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { disputeOnce } from './dispute-once.ts'
import { callerId, findHandoff, shown } from './find-handoff.ts'
import { managerFor } from './next-of-team.ts'

/** `POST /handoffs/{handoffId}/dispute`: marketing asks that a rejected lead be looked at again. */
export const handler = onRequest(handoffRoutes.disputeHandoff, async ({ params, body, caller }) => {
  const { handoff } = await findHandoff(params.handoffId)
  const manager = await managerFor(handoff.owner, handoff.team)
  const disputing = { by: callerId(caller), reason: body.reason, reviewers: manager ? [manager] : [] }
  return shown(await disputeOnce(params.handoffId, 'disputed', (read) => dispute(read, disputing, now())))
})
