import { shownKeptReply } from '../../core/replies/kept-reply.ts'
import { replyRoutes } from '../../core/replies/routes.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { keptBox, readKept } from './kept-replies.ts'

/** `GET /replies`: newest first. The list lags behind by a moment: what was settled since is left out. */
export const handler = onRequest(replyRoutes.listKeptReplies, async ({ query: { state, limit, cursor } }) => {
  const range = { index: 'box', pk: keptBox(state), newestFirst: true, limit, cursor } as const
  const { items, next } = await withCursor(() => queryItems(range))
  const found = await Promise.all(items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
  const kept = found.flatMap((item) => readKept(item) ?? []).filter((one) => one.state === state)
  return { items: kept.map(shownKeptReply), ...(next && { next }) }
})
