import { reviewDispute } from '../../core/handoff/dispute.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { disputeOnce } from './dispute-once.ts'
import { callerId, shown } from './find-handoff.ts'

/** `POST /handoffs/{handoffId}/review`: sales says whether a disputed rejection stands. */
export const handler = onRequest(handoffRoutes.reviewHandoff, async ({ params, body, caller }) => {
  const reviewing = { by: callerId(caller), ...body }
  return shown(await disputeOnce(params.handoffId, 'reviewed', (read) => reviewDispute(read, reviewing, now())))
})
