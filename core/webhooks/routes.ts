import * as z from 'zod/mini'
import { duration } from '../duration.ts'
import { instant, leadId, slug } from '../names.ts'
import { admin, anyStaff, page, type Route, route, sales } from '../route.ts'
import { deliveryStates } from './delivery.ts'
import { webhookTypeNames } from './event-types.ts'

const webhookParams = () => z.object({ webhookId: slug })
const sourceParams = () => z.object({ sourceId: slug })
const span = { from: z.optional(instant), to: z.optional(instant) }
const rotation = () => z.strictObject({ overlap: z._default(z.union([z.literal('0s'), duration]), '24h') })

/** What goes out to other systems, and what they report back. */
export const webhookRoutes = {
  listWebhookTypes: route({
    method: 'GET',
    path: '/webhook-types',
    who: anyStaff,
    summary: 'The types of messages that webhooks are sent, each with its JSON Schema',
    answers: { 200: '{ items }' },
  }),
  listWebhooks: route({
    method: 'GET',
    path: '/webhooks',
    who: admin,
    summary: 'All webhooks, without their secrets',
    answers: { 200: '{ items }' },
  }),
  putWebhook: route({
    method: 'PUT',
    path: '/webhooks/{webhookId}',
    who: admin,
    summary: 'Make or change a webhook; a new one is answered with its secret, once',
    params: webhookParams,
    body: () =>
      z.strictObject({
        url: z.string().check(z.minLength(1), z.maxLength(2_000)),
        types: z.array(z.enum(webhookTypeNames)).check(z.minLength(1), z.maxLength(100)),
        contact: slug,
        description: z.optional(z.string().check(z.maxLength(500))),
        enabled: z._default(z.boolean(), true),
      }),
    answers: {
      200: 'changed',
      201: 'made: with its secret',
      409: 'changed by somebody else at the same time, or too many',
    },
  }),
  deleteWebhook: route({
    method: 'DELETE',
    path: '/webhooks/{webhookId}',
    who: admin,
    summary: 'Remove a webhook: nothing more is sent to it',
    params: webhookParams,
    answers: { 204: 'gone' },
  }),
  rotateWebhookSecret: route({
    method: 'POST',
    path: '/webhooks/{webhookId}/rotate-secret',
    who: admin,
    summary: 'A new secret, answered once; messages are signed with both until the overlap ends',
    params: webhookParams,
    body: rotation,
    answers: { 200: '{ secret, previousUntil }', 404: 'no such webhook', 409: 'three secrets count already' },
  }),
  listDeliveries: route({
    method: 'GET',
    path: '/webhooks/{webhookId}/deliveries',
    who: admin,
    summary: 'What was sent to a webhook in the last 30 days, and each try, newest first',
    params: webhookParams,
    query: () => z.object({ state: z.optional(z.enum(deliveryStates)), ...span, ...page() }),
    answers: { 200: '{ items, next }', 404: 'no such webhook' },
  }),
  replayDeliveries: route({
    method: 'POST',
    path: '/webhooks/{webhookId}/replay',
    who: admin,
    summary: 'Send again: one message, or those of a span, up to 100 a call',
    params: webhookParams,
    body: () =>
      z.union([
        z.strictObject({
          messageId: z.string().check(z.regex(/^msg_[a-z2-7]{32}$/, 'give the id as the log shows it')),
          leadId: z.optional(leadId),
        }),
        z.strictObject({
          from: instant,
          to: instant,
          /** Which of them; all unless it says so. */
          state: z.optional(z.enum(deliveryStates)),
          cursor: z.optional(z.string().check(z.maxLength(2_000))),
        }),
      ]),
    answers: { 202: '{ replayed, next }', 404: 'no such webhook, or message', 409: 'the webhook is switched off' },
  }),
  listOutcomeSources: route({
    method: 'GET',
    path: '/outcome-sources',
    who: admin,
    summary: 'The systems that may report outcomes, without their secrets',
    answers: { 200: '{ items }' },
  }),
  putOutcomeSource: route({
    method: 'PUT',
    path: '/outcome-sources/{sourceId}',
    who: admin,
    summary: 'Let a system report outcomes; a new one is answered with its secret and API key, once',
    params: sourceParams,
    body: () =>
      z.strictObject({
        description: z.optional(z.string().check(z.maxLength(500))),
        enabled: z._default(z.boolean(), true),
      }),
    answers: {
      200: 'changed',
      201: 'made: with its secret and API key',
      409: 'changed by somebody else at the same time',
    },
  }),
  deleteOutcomeSource: route({
    method: 'DELETE',
    path: '/outcome-sources/{sourceId}',
    who: admin,
    summary: 'Nothing more is taken from this system',
    params: sourceParams,
    answers: { 204: 'gone' },
  }),
  rotateOutcomeSecret: route({
    method: 'POST',
    path: '/outcome-sources/{sourceId}/rotate-secret',
    who: admin,
    summary: 'A new secret and API key, answered once; the ones before count until the overlap ends',
    params: sourceParams,
    body: rotation,
    answers: { 200: '{ secret, apiKey, previousUntil }', 404: 'no such source', 409: 'three secrets count already' },
  }),
  receiveOutcome: route({
    method: 'POST',
    path: '/outcomes/{sourceId}',
    who: 'public',
    summary: 'What became of a lead, from a CRM: signed as Standard Webhooks says, or with an API key',
    params: sourceParams,
    // Parsed once it is known who sends.
    body: () => z.unknown(),
    answers: {
      200: 'stored, known already, or late: { result, handoffId, state }',
      401: 'not signed by this source',
      404: 'no such lead or hand-off: kept for review',
      409: 'it says otherwise than what is known: kept for review',
    },
  }),
  listOutcomes: route({
    method: 'GET',
    path: '/outcomes',
    who: [...sales, 'marketing'],
    summary: 'Reports of CRMs that somebody must look at, newest first',
    query: () => z.object({ state: z._default(z.enum(['unmatched', 'conflict']), 'unmatched'), ...page() }),
    answers: { 200: '{ items, next }' },
  }),
} as const satisfies Record<string, Route>
