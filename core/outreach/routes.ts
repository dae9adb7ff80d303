import * as z from 'zod/mini'
import { fieldName } from '../capture/form.ts'
import { otherChannel } from '../consent/channel.ts'
import { duration } from '../duration.ts'
import { slug } from '../names.ts'
import { orEmpty } from '../or-empty.ts'
import { admin, anyStaff, page, type Route, reason, route, token } from '../route.ts'
import { providerKinds } from './provider.ts'
import { touchName } from './touch.ts'

const providerParams = () => z.object({ providerId: slug })

/** What the page of a task posts. */
export const postedTaskAnswer = z.object({
  answer: slug,
  note: orEmpty(reason()),
})

/** Tasks of people, and messages by providers. */
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
  showTask: route({
    method: 'GET',
    path: '/task/{token}',
    who: 'public',
    summary: 'The page behind the link in the mail about a task',
    params: token,
    answers: { 200: 'a page', 404: 'bad token', 410: 'expired' },
  }),
  postTaskAnswer: route({
    method: 'POST',
    path: '/task/{token}',
    who: 'public',
    summary: 'Say what came of a task, from its page',
    params: token,
    body: () => z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: {
      200: 'stored',
      404: 'bad token',
      409: 'answered or over already: kept as late',
      410: 'expired',
      422: 'no such answer',
    },
  }),
  listProviders: route({
    method: 'GET',
    path: '/providers',
    who: anyStaff,
    summary: 'Who delivers the messages of sequences, without their secrets',
    answers: { 200: '{ items }' },
  }),
  putProvider: route({
    method: 'PUT',
    path: '/providers/{providerId}',
    who: admin,
    summary: 'Make or change a provider of messages; a new one is answered with its secret, once',
    params: providerParams,
    body: () =>
      z
        .strictObject({
          kind: z._default(z.enum(providerKinds), 'webhook'),
          url: z.optional(z.string().check(z.minLength(1), z.maxLength(2_000))),
          channels: z.array(otherChannel).check(z.minLength(1), z.maxLength(4)),
          to: z._default(fieldName, 'phone'),
          idempotent: z._default(z.boolean(), false),
          description: z.optional(z.string().check(z.maxLength(500))),
          enabled: z._default(z.boolean(), true),
        })
        .check(
          z.refine(({ kind, url }) => (kind === 'webhook') === (url !== undefined), {
            path: ['url'],
            message: 'a webhook has an address, and only a webhook',
          }),
          z.refine(({ kind, channels }) => kind !== 'aws-sms' || channels.every((one) => one === 'sms'), {
            path: ['channels'],
            message: 'AWS End User Messaging delivers SMS alone: give ["sms"]',
          }),
        ),
    answers: {
      200: 'changed',
      201: 'made: with its secret',
      409: 'changed by somebody else at the same time, or this stage sends no SMS',
    },
  }),
  deleteProvider: route({
    method: 'DELETE',
    path: '/providers/{providerId}',
    who: admin,
    summary: 'Remove a provider: nothing more is sent by it, and steps that name it time out',
    params: providerParams,
    answers: { 204: 'gone' },
  }),
  rotateProviderSecret: route({
    method: 'POST',
    path: '/providers/{providerId}/rotate-secret',
    who: admin,
    summary: 'A new secret, answered once; both count, either way, until the overlap ends',
    params: providerParams,
    body: () => z.strictObject({ overlap: z._default(z.union([z.literal('0s'), duration]), '24h') }),
    answers: { 200: '{ secret, previousUntil }', 404: 'no such provider', 409: 'three secrets count already' },
  }),
  receiveCallback: route({
    method: 'POST',
    path: '/callbacks/{providerId}',
    who: 'public',
    summary:
      'What came of a message, from its provider: signed as Standard Webhooks says, in any order, any number of times',
    params: providerParams,
    // Parsed once it is known who sends.
    body: () => z.unknown(),
    answers: {
      200: 'stored, or known already: { state, result }',
      401: 'not signed by this provider',
      404: 'no such message of it',
    },
  }),
} as const satisfies Record<string, Route>
