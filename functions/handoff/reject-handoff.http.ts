import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { answerOnce } from './answer-once.ts'
import { callerId, shown } from './find-handoff.ts'

/** `POST /handoffs/{handoffId}/reject`: back to marketing, which reads the reason. */
export const handler = onRequest(handoffRoutes.rejectHandoff, async ({ params, body, caller }) =>
  shown(await answerOnce(params.handoffId, { kind: 'rejected', by: callerId(caller), reason: body.reason })),
)
