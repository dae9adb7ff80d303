import * as z from 'zod/mini'
import { leadId } from '../names.ts'
import { marketing, page, type Route, reason, route } from '../route.ts'
import { keptReplyId, keptReplyStates } from './kept-reply.ts'

const oneOf = () => z.object({ keptReplyId })

/** Mails that came in and that a person has to look at. */
export const replyRoutes = {
  listKeptReplies: route({
    method: 'GET',
    path: '/replies',
    who: marketing,
    summary: 'Mails that came in and that nobody could make anything of, newest first, without what stands in them',
    query: () => z.object({ state: z._default(z.enum(keptReplyStates), 'kept'), ...page() }),
    answers: { 200: '{ items, next }' },
  }),
  showKeptReply: route({
    method: 'GET',
    path: '/replies/{keptReplyId}',
    who: marketing,
    summary: 'What stands in such a mail: who wrote, subject, text, the names of what hangs on it',
    params: oneOf,
    answers: { 200: 'the mail', 404: 'no such mail, or its 30 days are over' },
  }),
  assignKeptReply: route({
    method: 'POST',
    path: '/replies/{keptReplyId}/assign',
    who: marketing,
    summary:
      'Say whose reply it is: it counts as one of that lead and goes to whoever answers; the same again changes nothing',
    params: oneOf,
    body: () => z.strictObject({ leadId }),
    answers: {
      200: 'the mail, with what it became',
      404: 'no such mail, or no such lead',
      409: 'settled already, or it can’t be a reply',
    },
  }),
  dismissKeptReply: route({
    method: 'POST',
    path: '/replies/{keptReplyId}/dismiss',
    who: marketing,
    summary: 'Nothing is to be done about it; the same again changes nothing',
    params: oneOf,
    body: () => z.strictObject({ reason: z.optional(reason()) }),
    answers: { 200: 'the mail', 404: 'no such mail', 409: 'settled already' },
  }),
} as const satisfies Record<string, Route>
