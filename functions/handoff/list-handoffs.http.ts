import { handoffRoutes } from '../../core/handoff/routes.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { callerId, shown } from './find-handoff.ts'
import { type InboxLine, readInbox } from './inbox.ts'

/** `GET /handoffs`: the inbox of sales, overdue first, then priority, then due time. */
export const handler = onRequest(handoffRoutes.listHandoffs, async ({ query, caller }) => {
  const owner = query.owner === 'me' ? callerId(caller) : query.owner
  const page = await withCursor(() => readInbox({ ...query, owner }))
  return { ...page, items: page.items.map(entry) }
})

/** A hand-off as a line of the inbox, with what its lead says of itself. */
function entry({ handoff, lead: known }: InboxLine) {
  const {
    handoffId,
    leadId,
    state,
    owner,
    team,
    routedBy,
    priority,
    priorityBecause,
    score,
    openedAt,
    due,
    overdue,
    answer,
    outcome,
    missing,
    dispute,
  } = shown(handoff)
  const { fields = {}, stage } = known ?? {}
  const mergedInto = known && known.leadId !== leadId ? known.leadId : undefined
  const { firstName, lastName, company, jobTitle, country } = fields
  const duties = handoff.duties.map(({ id, what, due, metAt, breachedAt }) => ({ id, what, due, metAt, breachedAt }))
  const lead = { firstName, lastName, company, jobTitle, country, stage }
  return {
    handoffId,
    leadId,
    /** The lead that stands for the person, where this one is merged into it. */
    mergedInto,
    state,
    owner,
    team,
    routedBy,
    priority,
    priorityBecause,
    /** The open hand-off of a colleague of this lead. */
    linked: handoff.account?.with,
    score: score?.total,
    openedAt,
    due,
    overdue,
    lead,
    duties,
    answer,
    outcome,
    /** What is still to be found before it is an SQL. */
    missing,
    /** Marketing asked that the rejection be looked at again. */
    dispute,
  }
}
