import * as z from 'zod/mini'
import { handoffId, slug } from '../names.ts'
import { figure, page, type Route, reason, route, sales, token } from '../route.ts'

/** The inbox of sales, and its answers. */
export const handoffRoutes = {
  listHandoffs: route({
    method: 'GET',
    path: '/handoffs',
    who: sales,
    summary: 'The inbox: overdue first, then priority, then due time',
    query: () =>
      z.object({
        owner: z.optional(slug),
        state: z._default(z.enum(['open', 'accepted', 'rejected', 'recycled', 'opportunity', 'won', 'lost']), 'open'),
        ...page(),
      }),
    answers: { 200: '{ items, next }' },
  }),
  showHandoff: route({
    method: 'GET',
    path: '/handoffs/{handoffId}',
    who: sales,
    summary: 'One hand-off with its story',
    params: () => z.object({ handoffId }),
    answers: { 200: 'the hand-off', 404: 'no such hand-off' },
  }),
  acceptHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/accept',
    who: sales,
    summary: 'Take the lead',
    params: () => z.object({ handoffId }),
    answers: { 200: 'accepted', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  rejectHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/reject',
    who: sales,
    summary: 'Refuse the lead',
    params: () => z.object({ handoffId }),
    body: () => z.strictObject({ reason: reason() }),
    answers: { 200: 'rejected', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  recycleHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/recycle',
    who: sales,
    summary: 'Back to nurturing, or parked until a date',
    params: () => z.object({ handoffId }),
    body: () => z.strictObject({ reason: reason(), parkUntil: z.optional(z.iso.datetime({ offset: true })) }),
    answers: { 200: 'recycled', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  reportOutcome: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/outcome',
    who: sales,
    summary: 'What became of it',
    params: () => z.object({ handoffId }),
    body: () =>
      z.strictObject({
        result: z.enum(['opportunity', 'won', 'lost']),
        revenue: z.optional(figure().check(z.gte(0))),
        reason: z.optional(reason()),
      }),
    answers: { 200: 'stored', 404: 'no such hand-off', 409: 'not accepted, or closed already' },
  }),
  showAnswer: route({
    method: 'GET',
    path: '/answer/{token}',
    who: 'public',
    summary: 'The page behind the links in a sales mail',
    params: token,
    answers: { 200: 'a page', 404: 'bad token', 410: 'expired' },
  }),
  answerHandoff: route({
    method: 'POST',
    path: '/answer/{token}',
    who: 'public',
    summary: 'Answer from the page',
    params: token,
    body: () => z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: { 200: 'stored', 404: 'bad token', 409: 'answered already', 410: 'expired' },
  }),
} as const satisfies Record<string, Route>
