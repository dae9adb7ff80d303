import { leadRoutes } from '../../core/leads/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { unmergeLead } from './merge-lead.ts'

/** `POST /leads/{leadId}/unmerge`: both stand for themselves again; the rest follows. */
export const handler = onRequest(leadRoutes.unmergeLead, ({ params: { leadId }, body: { reason }, caller }) =>
  unmergeLead(leadId, { by: caller.name, reason }),
)
