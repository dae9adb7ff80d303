import { staffRoutes } from '../../core/staff/routes.ts'
import { user } from '../../core/staff/user.ts'
import { getItem, queryItems } from '../aws/table.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { staffBox } from './directory.ts'

/** `GET /users`: the staff, by team and name. */
export const handler = onRequest(staffRoutes.listUsers, async ({ query }) => {
  const page = await withCursor(() => queryItems({ index: 'box', pk: staffBox, ...query }))
  const found = await Promise.all(page.items.map(({ pk, sk }) => getItem({ pk: String(pk), sk: String(sk) })))
  const items = found.filter((item) => item !== undefined).map((item) => user.parse(item))
  return page.next ? { items, next: page.next } : { items }
})
