import { leadRoutes } from '../../core/leads/routes.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { knownLead } from './known-lead.ts'
import { readTimeline } from './read-timeline.ts'

/** `GET /leads/{leadId}/timeline`: what happened, what was sent and why it might, what waits and why; newest first. */
export const handler = onRequest(leadRoutes.showTimeline, async ({ params: { leadId }, query }) => {
  const lead = await knownLead(leadId)
  return withCursor(() => readTimeline(lead, query))
})
