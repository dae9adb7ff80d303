import type { Handoff } from '../../core/handoff/handoff.ts'
import { handoffRoutes } from '../../core/handoff/routes.ts'
import { profile } from '../../core/leads/lead.ts'
import { profileKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { shown } from './find-handoff.ts'
import { readInbox } from './inbox.ts'

/** `GET /handoffs`: the inbox of sales, overdue first, then priority, then due time. */
export const handler = onRequest(handoffRoutes.listHandoffs, async ({ query }) => {
  const page = await withCursor(() => readInbox(query))
  return { ...page, items: await Promise.all(page.items.map(entry)) }
})

/** A hand-off as a line of the inbox, with what its lead says of itself. */
async function entry(handoff: Handoff) {
  const { handoffId, leadId, state, owner, team, routedBy, priority, score, openedAt, due, overdue, answer, outcome } =
    shown(handoff)
  const item = await getItem(profileKey(leadId), { consistent: false })
  const { fields = {}, stage } = item ? profile.parse(item) : {}
  const { firstName, lastName, company, jobTitle, country } = fields
  const duties = handoff.duties.map(({ id, what, due, metAt, breachedAt }) => ({ id, what, due, metAt, breachedAt }))
  const lead = { firstName, lastName, company, jobTitle, country, stage }
  return {
    handoffId,
    leadId,
    state,
    owner,
    team,
    routedBy,
    priority,
    score: score?.total,
    openedAt,
    due,
    overdue,
    lead,
    duties,
    answer,
    outcome,
  }
}
