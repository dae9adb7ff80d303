import { undoableUntil } from '../../core/leads/merge.ts'
import { leadRoutes } from '../../core/leads/routes.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { listMerges } from './merge-items.ts'

/** `GET /merges`: those that are merged, with until when that can be undone; or proposed, undone, dismissed. */
export const handler = onRequest(leadRoutes.listMerges, async ({ query: { state, ...page } }) => {
  const { items, next } = await withCursor(() => listMerges(state, page))
  const shown = items.map((one) => ({ ...one, ...(state === 'merged' && { undoUntil: undoableUntil(one.at) }) }))
  return { items: shown, ...(next && { next }) }
})
