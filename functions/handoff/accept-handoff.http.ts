import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { answerOnce } from './answer-once.ts'
import { callerId, shown } from './find-handoff.ts'

/** `POST /handoffs/{handoffId}/accept`: the lead is an SQL now, and with whoever accepts. */
export const handler = onRequest(handoffRoutes.acceptHandoff, async ({ params, caller }) =>
  shown(await answerOnce(params.handoffId, { kind: 'accepted', by: callerId(caller) })),
)
