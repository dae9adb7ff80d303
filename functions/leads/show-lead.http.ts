import { shownLead } from '../../core/leads/lead-view.ts'
import { routes } from '../../core/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { explainLead } from '../scoring/explain-lead.ts'
import { knownLead } from './known-lead.ts'

/** `GET /leads/{leadId}`. */
export const handler = onRequest(routes.showLead, async ({ params: { leadId } }) => {
  const [lead, explained] = await Promise.all([knownLead(leadId), explainLead(leadId)])
  return shownLead(lead, explained)
})
