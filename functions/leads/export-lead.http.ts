import { leadRoutes } from '../../core/leads/routes.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { everythingOf } from './everything-of.ts'
import { knownLead } from './known-lead.ts'

/** `GET /leads/{leadId}/export` (art. 15 and 20): all that is held of one person, whole; in pages where one answer can't hold it. */
export const handler = onRequest(leadRoutes.exportLead, async ({ params: { leadId }, query: { cursor } }) => {
  const { profile, mailbox } = await knownLead(leadId)
  const person = [profile.leadId, ...(mailbox.merged ?? []).map((one) => one.leadId)]
  return {
    leadId: profile.leadId,
    exportedAt: toInstant(now()),
    ...(await withCursor(() => everythingOf(person, cursor))),
  }
})
