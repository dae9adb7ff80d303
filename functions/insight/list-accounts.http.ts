import { account } from '../../core/insight/accounts/fold-account.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { accountsBox } from './account-summaries.ts'

/** `GET /accounts`: the highest score first. With `state` a page may be shorter than its limit though `next` is there. */
export const handler = onRequest(insightRoutes.listAccounts, async ({ query: { state, limit, cursor } }) => {
  const page = await withCursor(() => queryItems({ index: 'box', pk: accountsBox, limit, cursor, newestFirst: true }))
  const read = await Promise.all(page.items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
  const items = read.flatMap((item) => {
    const one = account.safeParse(item)
    return one.success && (state === undefined || one.data.qualifiedAt !== undefined) ? [one.data] : []
  })
  return page.next ? { items, next: page.next } : { items }
})
