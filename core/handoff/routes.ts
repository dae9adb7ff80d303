import * as z from 'zod/mini'
import { locale } from '../content/words.ts'
import { handoffId, leadId, slug } from '../names.ts'
import { anyStaff, figure, marketing, page, type Route, reason, route, sales, token } from '../route.ts'

/** What sales found, in a few words each. */
const found = () =>
  z.strictObject({
    need: z.optional(reason()),
    authority: z.optional(reason()),
    budget: z.optional(reason()),
    timing: z.optional(reason()),
  })

/** The inbox of sales, and its answers. */
export const handoffRoutes = {
  listHandoffs: route({
    method: 'GET',
    path: '/handoffs',
    // Marketing reads what sales answered.
    who: anyStaff,
    summary:
      'The inbox of what nobody answered yet, overdue first, then priority, then due time; ?state=accepted has what was taken, ?owner=me your own',
    query: () =>
      z.object({
        /** An id, or `me`: whoever calls. */
        owner: z.optional(slug),
        state: z._default(z.enum(['open', 'accepted', 'rejected', 'recycled', 'opportunity', 'won', 'lost']), 'open'),
        ...page(),
      }),
    answers: { 200: '{ items, next }' },
  }),
  handInLead: route({
    method: 'POST',
    path: '/handoffs',
    who: sales,
    summary: 'Hand a lead in: it is sales-ready because you say so, whatever its score',
    body: () =>
      z.strictObject({
        leadId,
        reason: reason(),
        /** Who gets it: you, or whoever the policy says. */
        for: z._default(z.enum(['me', 'team']), 'me'),
      }),
    answers: {
      202: '{ handoffId }: on its way to the inbox; again for the same',
      404: 'no such lead',
      409: 'with sales already: with that hand-off',
    },
  }),
  showHandoff: route({
    method: 'GET',
    path: '/handoffs/{handoffId}',
    who: anyStaff,
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
    body: () => z.strictObject({ reason: reason(), note: z.optional(reason()) }),
    answers: { 200: 'rejected', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  recycleHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/recycle',
    who: sales,
    summary: 'Back to nurturing, or parked until a date',
    params: () => z.object({ handoffId }),
    body: () =>
      z.strictObject({
        reason: reason(),
        note: z.optional(reason()),
        parkUntil: z.optional(z.iso.datetime({ offset: true })),
      }),
    answers: { 200: 'recycled', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  qualifyHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/qualify',
    who: sales,
    summary: 'What sales found out, such as need and authority: the lead is an SQL',
    params: () => z.object({ handoffId }),
    body: found,
    answers: { 200: 'stored', 404: 'no such hand-off', 409: 'not accepted, given back or closed already' },
  }),
  passHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/pass',
    who: sales,
    summary: 'Qualified by sales development: on to sales, with a clock of its own',
    params: () => z.object({ handoffId }),
    body: () =>
      z._default(
        z.strictObject({
          /** Who gets it; else the next of the team that the policy names. */
          to: z.optional(slug),
          note: z.optional(reason()),
          /** What was found, where it was not said before. */
          findings: z.optional(found()),
        }),
        {},
      ),
    answers: { 200: 'passed on', 404: 'no such hand-off', 409: 'not to be passed on, or not any more' },
  }),
  reportOutcome: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/outcome',
    who: sales,
    summary: 'What became of it',
    params: () => z.object({ handoffId }),
    body: () =>
      z
        .strictObject({
          result: z.enum(['opportunity', 'won', 'lost']),
          revenue: z.optional(figure().check(z.gte(0))),
          /** How far an opportunity is, and what it may bring. */
          stage: z.optional(slug),
          value: z.optional(figure().check(z.gte(0))),
          reason: z.optional(reason()),
          note: z.optional(reason()),
          /** What was found, where it was not said before. */
          findings: z.optional(found()),
        })
        .check(
          z.refine(({ result, findings }) => result !== 'lost' || findings === undefined, {
            path: ['findings'],
            message: 'of a deal that was lost none are asked: give a reason or a note',
          }),
        ),
    answers: { 200: 'stored', 404: 'no such hand-off', 409: 'not accepted, or closed already' },
  }),
  agreeOnMeeting: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/meeting',
    who: sales,
    summary: 'A meeting is agreed on; a lead that nobody answered is accepted by it',
    params: () => z.object({ handoffId }),
    body: () => z.strictObject({ on: z.iso.datetime({ offset: true }) }),
    answers: { 200: 'stored', 404: 'no such hand-off', 409: 'given back or closed already' },
  }),
  disputeHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/dispute',
    who: marketing,
    summary: 'Ask that a rejected lead be looked at again',
    params: () => z.object({ handoffId }),
    body: () => z.strictObject({ reason: reason() }),
    answers: { 200: 'disputed', 404: 'no such hand-off', 409: 'not rejected, or disputed already' },
  }),
  reviewHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/review',
    who: sales,
    summary: 'Say whether a disputed rejection stands',
    params: () => z.object({ handoffId }),
    body: () => z.strictObject({ upheld: z.boolean(), reason: reason() }),
    answers: { 200: 'reviewed', 404: 'no such hand-off', 409: 'not disputed, or reviewed already' },
  }),
  showSla: route({
    method: 'GET',
    path: '/insight/sla',
    who: anyStaff,
    summary:
      'How sales and marketing keep the agreement: response, follow-up, breaches; volume, accepted rate, revenue',
    query: () => z.object({ from: z.optional(z.iso.date()), to: z.optional(z.iso.date()) }),
    answers: { 200: '{ from, to, zone, policy, sales, marketing }', 409: 'no SLA policy is live' },
  }),
  showAgreement: route({
    method: 'GET',
    path: '/insight/agreement',
    who: anyStaff,
    summary:
      'What marketing and sales promise each other, as a document: of the SLA policy in force, or an earlier version of it',
    query: () =>
      z.object({
        locale: z._default(locale, 'en'),
        version: z.optional(
          z.pipe(z.string().check(z.regex(/^[1-9]\d{0,8}$/, 'give the number of a version')), z.transform(Number)),
        ),
      }),
    answers: { 200: '{ locale, title, about, sections }', 404: 'no such version', 409: 'no SLA policy is live' },
  }),
  showAnswer: route({
    method: 'GET',
    path: '/answer/{token}',
    who: 'public',
    summary: 'The page behind the links in a sales mail; with ?do= one answer comes first',
    params: token,
    // A link that a mail program changed shows the page all the same.
    query: () => z.object({ do: z.optional(z.string()) }),
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
    answers: {
      200: 'stored',
      403: 'not for who got the link',
      404: 'bad token',
      409: 'answered already',
      410: 'expired',
    },
  }),
} as const satisfies Record<string, Route>
