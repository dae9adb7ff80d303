import { outreachRoutes } from '../../core/outreach/routes.ts'
import { shownTask, touch } from '../../core/outreach/touch.ts'
import { getItems, placeOf } from '../aws/get-items.ts'
import type { Key } from '../aws/keys.ts'
import { queryItems } from '../aws/table.ts'
import { callerId } from '../handoff/find-handoff.ts'
import { now } from '../runtime/clock.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { ownTasksOf, tasksOf } from './touch-items.ts'

/** `GET /tasks`: open ones by when they are due, done ones newest first. The index may lag: what left this list by now is left out. */
export const handler = onRequest(outreachRoutes.listTasks, async ({ query, caller }) => {
  const { who, state, limit, cursor } = query
  const owner = who === 'me' ? callerId(caller) : who
  const { items, next } = await withCursor(() =>
    queryItems({
      ...(owner ? { index: 'owner', pk: ownTasksOf(owner, state) } : { index: 'box', pk: tasksOf(state) }),
      ...(state === 'done' && { newestFirst: true }),
      limit,
      cursor,
    }),
  )
  const keys = items.map(({ pk, sk }): Key => ({ pk: String(pk), sk: String(sk) }))
  const found = await getItems(keys)
  const tasks = keys.flatMap((key) => {
    const item = found.get(placeOf(key))
    const one = item && touch.parse(item)
    return one && (one.state === 'open') === (state === 'open') ? [shownTask(one, now())] : []
  })
  return { items: tasks, ...(next && { next }) }
})
