import { liftSuppression } from '../../core/leads/lift-suppression.ts'
import { leadRoutes } from '../../core/leads/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { changeSuppression } from './change-suppression.ts'

/** `POST /leads/{leadId}/unsuppress`: mail may go again where consent allows it. */
export const handler = onRequest(leadRoutes.unsuppressLead, async ({ params: { leadId }, body: { reason }, caller }) =>
  changeSuppression(leadId, { type: 'unsuppressed', reason, by: caller.name }, liftSuppression),
)
