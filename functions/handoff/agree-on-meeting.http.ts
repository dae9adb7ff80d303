import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { agreeOnce } from './agree-once.ts'
import { callerId, shown } from './find-handoff.ts'

/** `POST /handoffs/{handoffId}/meeting`: a meeting is agreed on; a lead that nobody answered is accepted by it. */
export const handler = onRequest(handoffRoutes.agreeOnMeeting, async ({ params, body, caller }) =>
  shown(await agreeOnce(params.handoffId, callerId(caller), body.on)),
)
