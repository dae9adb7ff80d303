import { leadRoutes } from '../../core/leads/routes.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { eraseLead } from './erase-lead.ts'

/** `DELETE /leads/{leadId}` (art. 17): no further mail and no further read from the answer on; deletion follows. The same for a lead that is not there. */
export const handler = onRequest(leadRoutes.eraseLead, async ({ params: { leadId } }) => {
  await eraseLead(leadId)
  return answer(204)
})
