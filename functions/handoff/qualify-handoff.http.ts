import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { callerId, shown } from './find-handoff.ts'
import { qualifyOnce } from './qualify-once.ts'

/** `POST /handoffs/{handoffId}/qualify`: sales found what the funnel asks; the lead is an SQL now. */
export const handler = onRequest(handoffRoutes.qualifyHandoff, async ({ params, body, caller }) =>
  shown(await qualifyOnce(params.handoffId, callerId(caller), body)),
)
