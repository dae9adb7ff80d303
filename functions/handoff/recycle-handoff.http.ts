import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { answerOnce } from './answer-once.ts'
import { callerId, shown } from './find-handoff.ts'

/** `POST /handoffs/{handoffId}/recycle`: back to nurturing, or parked until a date. */
export const handler = onRequest(handoffRoutes.recycleHandoff, async ({ params, body, caller }) =>
  shown(await answerOnce(params.handoffId, { kind: 'recycled', by: callerId(caller), ...body })),
)
