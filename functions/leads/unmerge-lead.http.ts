import { leadRoutes } from '../../core/leads/routes.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { dismissProposed } from './merge-items.ts'
import { unmergeLead } from './merge-lead.ts'

/** `POST /leads/{leadId}/unmerge`: both stand for themselves again, and the rest follows; what a rule proposed of the lead is dismissed. */
export const handler = onRequest(leadRoutes.unmergeLead, async ({ params: { leadId }, body: { reason }, caller }) => {
  const said = { by: caller.name, reason }
  const dismissed = await dismissProposed(leadId, { ...said, at: toInstant(now()) })
  return dismissed > 0 ? { leadId, dismissed } : unmergeLead(leadId, said)
})
