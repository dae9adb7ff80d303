import { dispute } from '../../core/handoff/dispute.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { disputeOnce } from './dispute-once.ts'
import { callerId, shown } from './find-handoff.ts'

/** `POST /handoffs/{handoffId}/dispute`: marketing asks that a rejected lead be looked at again. */
export const handler = onRequest(handoffRoutes.disputeHandoff, async ({ params, body, caller }) => {
  const disputing = { by: callerId(caller), reason: body.reason }
  return shown(await disputeOnce(params.handoffId, 'disputed', (read) => dispute(read, disputing, now())))
})
