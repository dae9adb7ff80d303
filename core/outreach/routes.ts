import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { anyStaff, page, type Route, reason, route } from '../route.ts'
import { touchName } from './touch.ts'

/** Tasks of people. */
export const outreachRoutes = {
  listTasks: route({
    method: 'GET',
    path: '/tasks',
    who: anyStaff,
    summary:
      'Tasks that sequences gave to people, the one due soonest first; ?who=me has your own, ?state=done what was answered',
    query: () =>
      z.object({
        /** An id, or `me`: whoever calls. */
        who: z.optional(slug),
        state: z._default(z.enum(['open', 'done']), 'open'),
        ...page(),
      }),
    answers: { 200: '{ items, next }' },
  }),
  answerTask: route({
    method: 'POST',
    path: '/tasks/{taskId}/answer',
    who: anyStaff,
    summary:
      'Say what came of a task: the first answer counts, the same one again changes nothing, another is kept as late',
    params: () => z.object({ taskId: touchName }),
    body: () => z.strictObject({ answer: slug, note: z.optional(reason()) }),
    answers: { 200: 'the task', 404: 'no such task', 409: 'answered or over already: kept as late, with what counts' },
  }),
} as const satisfies Record<string, Route>
