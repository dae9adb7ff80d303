import { shownLead } from '../../core/leads/lead-view.ts'
import { leadRoutes } from '../../core/leads/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { explainLead } from '../scoring/explain-lead.ts'
import { knownLead } from './known-lead.ts'

/** `GET /leads/{leadId}`. */
export const handler = onRequest(leadRoutes.showLead, async ({ params: { leadId } }) => {
  const lead = await knownLead(leadId)
  return shownLead(lead, await explainLead(lead.profile.leadId, lead.profile))
})
