import { toInstant } from '../../core/names.ts'
import { routes } from '../../core/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { everythingOf } from './everything-of.ts'
import { knownLead } from './known-lead.ts'

/** `GET /leads/{leadId}/export` (art. 15 and 20): all that is held of one person, whole. */
export const handler = onRequest(routes.exportLead, async ({ params: { leadId } }) => {
  await knownLead(leadId)
  return { leadId, exportedAt: toInstant(now()), items: await everythingOf(leadId) }
})
