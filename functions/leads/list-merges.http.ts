import { undoableUntil } from '../../core/leads/merge.ts'
import type { MergeRecord } from '../../core/leads/merge-record.ts'
import { leadRoutes } from '../../core/leads/routes.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { addressOf } from './address-of.ts'
import { listMerges } from './merge-items.ts'

/** `GET /merges`: those that are merged, with until when that can be undone; or proposed, undone, dismissed. */
export const handler = onRequest(leadRoutes.listMerges, async ({ query: { state, ...page } }) => {
  const { items, next } = await withCursor(() => listMerges(state, page))
  return { items: await Promise.all(items.map(shown)), ...(next && { next }) }
})

/** With both addresses, which people know them by; of who is erased there is none. */
async function shown(record: MergeRecord) {
  const [email, intoEmail] = await Promise.all([addressOf(record.leadId), addressOf(record.into)])
  const until = record.state === 'merged' && { undoUntil: undoableUntil(record.at) }
  return { ...record, ...(email && { email }), ...(intoEmail && { intoEmail }), ...until }
}
