import { leadRoutes } from '../../core/leads/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { mergeLead } from './merge-lead.ts'

/** `POST /leads/{leadId}/merge`: from the answer on no mail goes to this lead's address, and its withdrawals bind the other; the rest follows. */
export const handler = onRequest(leadRoutes.mergeLead, ({ params: { leadId }, body: { into, reason }, caller }) =>
  mergeLead(leadId, into, { by: caller.name, reason }),
)
