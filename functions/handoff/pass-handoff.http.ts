import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { callerId, shown } from './find-handoff.ts'
import { passOnce } from './pass-once.ts'

/** `POST /handoffs/{handoffId}/pass`: sales development has qualified the lead, and sales gets it with a clock of its own. */
export const handler = onRequest(handoffRoutes.passHandoff, async ({ params, body: { findings, ...said }, caller }) =>
  shown(await passOnce(params.handoffId, { ...said, found: findings, by: callerId(caller) })),
)
