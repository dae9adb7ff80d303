import * as z from 'zod'
import { stage, status } from './leads/lead.ts'
import { enrolmentId, handoffId, leadId, slug } from './names.ts'

export const roles = ['marketing', 'sales-development', 'sales', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who may call: anybody, or staff in one of these groups (`admin` is always let in). */
export type Who = 'public' | readonly Role[]

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  readonly path: string
  readonly who: Who
  /** One line for the OpenAPI document and the command line's help. */
  readonly summary: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** `json`: application/json alone. `form`: what browsers post, too. `none`: no body is read. */
  readonly reads: 'json' | 'form' | 'none'
  /** Statuses it may answer beside 400, 401, 403, 413, 415, 422, 503, with what they mean. */
  readonly answers: Readonly<Record<number, string>>
}

type Given = { method: Route['method']; path: string; who: Who; summary: string; answers: Record<number, string> }

function route<
  Params extends z.ZodType = z.ZodObject,
  Query extends z.ZodType = z.ZodObject,
  Body extends z.ZodType = z.ZodUndefined,
>(given: Given & { params?: Params; query?: Query; body?: Body; reads?: Route['reads'] }): Route<Params, Query, Body> {
  return {
    ...given,
    params: given.params ?? (z.object({}) as unknown as Params),
    query: given.query ?? (z.object({}) as unknown as Query),
    body: given.body ?? (z.undefined() as unknown as Body),
    reads: given.reads ?? (given.body ? 'json' : 'none'),
  }
}

export const contentTypes = ['emails', 'sequences', 'forms', 'scoring-models', 'sla-policies', 'funnel'] as const
export const contentType = z.enum(contentTypes)
export type ContentType = z.infer<typeof contentType>

const anyStaff = roles
const marketing = ['marketing'] as const
const sales = ['sales', 'sales-development'] as const
const admin = ['admin'] as const

const limit = z.coerce.number().int().min(1).max(100).default(50)
const cursor = z.string().max(2_000).optional()
const page = { limit, cursor }
const token = z.object({ token: z.string().min(8).max(2_000) })
const oneLead = z.object({ leadId })
const oneEnrolment = z.object({ leadId, enrolmentId })
const oneContent = z.object({ type: contentType, id: slug })
/** What the table can hold exactly: no larger than an integer that a double counts to, no nearer to nothing than its numbers go. */
const figure = z
  .number()
  .min(-1e15)
  .max(1e15)
  .refine((value) => value === 0 || Math.abs(value) >= 1e-100, 'give 0 or a number that is not as small')
const reason = z.string().trim().min(1).max(500)

/** Every route of the HTTP API: the gateway, the handlers, the command line and OpenAPI are made from this. */
export const routes = {
  submitForm: route({
    method: 'POST',
    path: '/forms/{formId}',
    who: 'public',
    summary: 'Post a form',
    params: z.object({ formId: slug }),
    query: z.record(z.string(), z.string()),
    body: z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: { 202: 'taken: { submissionId }', 303: 'taken: to the thank-you page', 404: 'unknown form' },
  }),
  showForm: route({
    method: 'GET',
    path: '/forms/{formId}',
    who: 'public',
    summary: 'The hosted page of a form',
    params: z.object({ formId: slug }),
    query: z.record(z.string(), z.string()),
    answers: { 200: 'a page', 404: 'unknown form' },
  }),
  preflightForm: route({
    method: 'OPTIONS',
    path: '/forms/{formId}',
    who: 'public',
    summary: 'CORS preflight of a form',
    params: z.object({ formId: slug }),
    answers: { 204: 'allowed origins' },
  }),
  showThanks: route({
    method: 'GET',
    path: '/forms/{formId}/thanks',
    who: 'public',
    summary: 'The thank-you page of a hosted form',
    params: z.object({ formId: slug }),
    query: z.object({ locale: z.string().max(35).optional() }),
    answers: { 200: 'a page', 404: 'unknown form' },
  }),
  showConfirmation: route({
    method: 'GET',
    path: '/confirm/{token}',
    who: 'public',
    summary: 'The page that asks to confirm',
    params: token,
    answers: { 200: 'a page with one button', 404: 'bad token', 410: 'expired' },
  }),
  confirmConsent: route({
    method: 'POST',
    path: '/confirm/{token}',
    who: 'public',
    summary: 'Confirm',
    params: token,
    body: z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: { 200: 'confirmed, again 200', 404: 'bad token', 410: 'expired' },
  }),
  showWithdrawal: route({
    method: 'GET',
    path: '/u/{token}',
    who: 'public',
    summary: 'The unsubscribe page',
    params: token,
    answers: { 200: 'a page', 404: 'bad token' },
  }),
  withdrawConsent: route({
    method: 'POST',
    path: '/u/{token}',
    who: 'public',
    summary: 'Unsubscribe (RFC 8058)',
    params: token,
    body: z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: { 200: 'stored, again 200', 404: 'bad token' },
  }),
  showPreferences: route({
    method: 'GET',
    path: '/preferences/{token}',
    who: 'public',
    summary: 'The preference page',
    params: token,
    answers: { 200: 'a page', 404: 'bad token' },
  }),
  setPreferences: route({
    method: 'POST',
    path: '/preferences/{token}',
    who: 'public',
    summary: 'Set the topics',
    params: token,
    body: z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: { 200: 'stored', 404: 'bad token' },
  }),
  health: route({ method: 'GET', path: '/health', who: 'public', summary: 'Is it up', answers: { 200: 'it is' } }),
  openapi: route({
    method: 'GET',
    path: '/openapi.json',
    who: 'public',
    summary: 'This API as OpenAPI 3.1',
    answers: { 200: 'the document' },
  }),

  listLeads: route({
    method: 'GET',
    path: '/leads',
    who: anyStaff,
    summary: 'Leads by stage or status',
    query: z.object({ stage: stage.optional(), status: status.optional(), ...page }),
    answers: { 200: '{ items, next }' },
  }),
  findLead: route({
    method: 'POST',
    path: '/leads/search',
    who: anyStaff,
    summary: 'The one lead with this address',
    body: z.strictObject({ email: z.string().max(320) }),
    answers: { 200: '{ items }: one or none' },
  }),
  showLead: route({
    method: 'GET',
    path: '/leads/{leadId}',
    who: anyStaff,
    summary: 'One lead',
    params: oneLead,
    answers: { 200: 'the lead', 404: 'no such lead' },
  }),
  showTimeline: route({
    method: 'GET',
    path: '/leads/{leadId}/timeline',
    who: anyStaff,
    summary: 'What happened to a lead and why',
    params: oneLead,
    query: z.object(page),
    answers: { 200: '{ items, next }, newest first', 404: 'no such lead' },
  }),
  exportLead: route({
    method: 'GET',
    path: '/leads/{leadId}/export',
    who: admin,
    summary: 'All that is held of one person',
    params: oneLead,
    answers: { 200: 'everything', 404: 'no such lead' },
  }),
  eraseLead: route({
    method: 'DELETE',
    path: '/leads/{leadId}',
    who: admin,
    summary: 'Erase one person',
    params: oneLead,
    answers: { 204: 'erased, again 204' },
  }),
  suppressLead: route({
    method: 'POST',
    path: '/leads/{leadId}/suppress',
    who: admin,
    summary: 'No mail to this lead',
    params: oneLead,
    body: z.strictObject({ reason }),
    answers: { 200: 'stored', 404: 'no such lead' },
  }),
  unsuppressLead: route({
    method: 'POST',
    path: '/leads/{leadId}/unsuppress',
    who: admin,
    summary: 'Lift a suppression',
    params: oneLead,
    body: z.strictObject({ reason }),
    answers: { 200: 'stored', 404: 'no such lead' },
  }),
  reportActivity: route({
    method: 'POST',
    path: '/leads/{leadId}/activities',
    who: anyStaff,
    summary: 'A fact from outside',
    params: oneLead,
    body: z.strictObject({
      id: z
        .string()
        .regex(/^[A-Za-z0-9_-]{8,128}$/)
        .optional(),
      type: slug,
      at: z.iso.datetime({ offset: true }),
      data: z.record(z.string(), z.union([z.string(), figure, z.boolean()])).default({}),
    }),
    answers: { 202: 'taken: { activityId }', 404: 'no such lead' },
  }),

  listSwitches: route({
    method: 'GET',
    path: '/switches',
    who: anyStaff,
    summary: 'The switches and who set them',
    answers: { 200: '{ items }' },
  }),
  setMarketingMail: route({
    method: 'PUT',
    path: '/switches/marketing-mail',
    who: admin,
    summary: 'Stop or allow all marketing mail',
    body: z.strictObject({ on: z.boolean(), reason }),
    answers: { 200: 'stored' },
  }),

  listSubmissions: route({
    method: 'GET',
    path: '/submissions',
    who: marketing,
    summary: 'Submissions by state',
    query: z.object({ state: z.enum(['quarantined', 'throttled', 'accepted']).default('quarantined'), ...page }),
    answers: { 200: '{ items, next }' },
  }),
  releaseSubmission: route({
    method: 'POST',
    path: '/submissions/{submissionId}/release',
    who: marketing,
    summary: 'Let a quarantined submission in',
    params: z.object({ submissionId: z.string().max(100) }),
    answers: { 200: 'released', 404: 'no such submission', 409: 'not quarantined' },
  }),

  enrolLead: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments',
    who: marketing,
    summary: 'Put a lead into a sequence',
    params: oneLead,
    body: z.strictObject({ sequence: slug }),
    answers: { 201: 'the enrolment', 404: 'no such lead or sequence', 409: 'already inside' },
  }),
  pauseEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/pause',
    who: marketing,
    summary: 'Hold a lead in its sequence',
    params: oneEnrolment,
    answers: { 200: 'paused', 404: 'no such enrolment', 409: 'ended' },
  }),
  resumeEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/resume',
    who: marketing,
    summary: 'Go on',
    params: oneEnrolment,
    answers: { 200: 'active', 404: 'no such enrolment', 409: 'ended' },
  }),
  exitEnrolment: route({
    method: 'POST',
    path: '/leads/{leadId}/enrolments/{enrolmentId}/exit',
    who: marketing,
    summary: 'Take a lead out of a sequence',
    params: oneEnrolment,
    answers: { 200: 'exited', 404: 'no such enrolment', 409: 'ended' },
  }),
  broadcastSequence: route({
    method: 'POST',
    path: '/sequences/{sequenceId}/broadcast',
    who: marketing,
    summary: 'Enrol a list: first the count, then with its confirmation',
    params: z.object({ sequenceId: slug }),
    body: z.strictObject({ stage: stage.optional(), status: status.optional(), confirm: z.string().optional() }),
    answers: {
      200: '{ count, confirm }: nothing done yet',
      202: 'enrolling',
      404: 'no such sequence',
      409: 'the count changed',
    },
  }),

  listContent: route({
    method: 'GET',
    path: '/content/{type}',
    who: anyStaff,
    summary: 'Content of one type',
    params: z.object({ type: contentType }),
    query: z.object(page),
    answers: { 200: '{ items, next }' },
  }),
  showContent: route({
    method: 'GET',
    path: '/content/{type}/{id}',
    who: anyStaff,
    summary: 'The draft and the published version',
    params: oneContent,
    answers: { 200: 'with ETag', 404: 'no such content' },
  }),
  showContentVersion: route({
    method: 'GET',
    path: '/content/{type}/{id}/versions/{version}',
    who: anyStaff,
    summary: 'One published version',
    params: z.object({ type: contentType, id: slug, version: z.coerce.number().int().min(1) }),
    answers: { 200: 'the version', 404: 'no such version' },
  }),
  draftContent: route({
    method: 'PUT',
    path: '/content/{type}/{id}',
    who: marketing,
    summary: 'Store a draft',
    params: oneContent,
    body: z.strictObject({
      files: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$/), z.string().max(400_000)),
    }),
    answers: { 200: '{ problems } with ETag', 412: 'changed since you read it', 428: 'If-Match is needed' },
  }),
  publishContent: route({
    method: 'POST',
    path: '/content/{type}/{id}/publish',
    who: marketing,
    summary: 'Make the draft live as the next version',
    params: oneContent,
    body: z
      .strictObject({ inFlight: z.enum(['stay', 'move', 'exit']).optional(), steps: z.record(slug, slug).optional() })
      .default({}),
    answers: {
      200: '{ version } with ETag',
      404: 'no such content',
      409: 'leads stand inside: say what becomes of them',
      412: 'changed since you read it',
      428: 'If-Match is needed',
    },
  }),
  previewEmail: route({
    method: 'POST',
    path: '/content/emails/{id}/preview',
    who: marketing,
    summary: 'An email as a lead or a sample would get it',
    params: z.object({ id: slug }),
    body: z.strictObject({
      leadId: leadId.optional(),
      sample: z.record(z.string(), z.unknown()).optional(),
      locale: z.string().max(35).default('en'),
    }),
    answers: { 200: '{ subject, html, text, warnings }', 404: 'no such email' },
  }),
  simulateSequence: route({
    method: 'POST',
    path: '/content/sequences/{id}/simulate',
    who: marketing,
    summary: 'Every email a persona would get',
    params: z.object({ id: slug }),
    body: z.strictObject({
      persona: z.record(z.string(), z.unknown()).default({}),
      startAt: z.iso.datetime({ offset: true }).optional(),
      clicks: z.array(slug).default([]),
    }),
    answers: { 200: '{ items }', 404: 'no such sequence' },
  }),

  listHandoffs: route({
    method: 'GET',
    path: '/handoffs',
    who: sales,
    summary: 'The inbox: overdue first, then priority, then due time',
    query: z.object({
      owner: slug.optional(),
      state: z.enum(['open', 'accepted', 'rejected', 'recycled', 'opportunity', 'won', 'lost']).default('open'),
      ...page,
    }),
    answers: { 200: '{ items, next }' },
  }),
  showHandoff: route({
    method: 'GET',
    path: '/handoffs/{handoffId}',
    who: sales,
    summary: 'One hand-off with its story',
    params: z.object({ handoffId }),
    answers: { 200: 'the hand-off', 404: 'no such hand-off' },
  }),
  acceptHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/accept',
    who: sales,
    summary: 'Take the lead',
    params: z.object({ handoffId }),
    answers: { 200: 'accepted', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  rejectHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/reject',
    who: sales,
    summary: 'Refuse the lead',
    params: z.object({ handoffId }),
    body: z.strictObject({ reason }),
    answers: { 200: 'rejected', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  recycleHandoff: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/recycle',
    who: sales,
    summary: 'Back to nurturing, or parked until a date',
    params: z.object({ handoffId }),
    body: z.strictObject({ reason, parkUntil: z.iso.datetime({ offset: true }).optional() }),
    answers: { 200: 'recycled', 404: 'no such hand-off', 409: 'answered already: with the first answer' },
  }),
  reportOutcome: route({
    method: 'POST',
    path: '/handoffs/{handoffId}/outcome',
    who: sales,
    summary: 'What became of it',
    params: z.object({ handoffId }),
    body: z.strictObject({
      result: z.enum(['opportunity', 'won', 'lost']),
      revenue: figure.min(0).optional(),
      reason: reason.optional(),
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
    body: z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: { 200: 'stored', 404: 'bad token', 409: 'answered already', 410: 'expired' },
  }),

  listUsers: route({
    method: 'GET',
    path: '/users',
    who: anyStaff,
    summary: 'Staff',
    query: z.object(page),
    answers: { 200: '{ items, next }' },
  }),
  putUser: route({
    method: 'PUT',
    path: '/users/{userId}',
    who: admin,
    summary: 'Add or change one of the staff',
    params: z.object({ userId: slug }),
    body: z.strictObject({
      email: z.string().max(320),
      name: z.string().min(1).max(200),
      groups: z.array(z.enum(roles)).min(1),
      team: slug.optional(),
      manager: slug.optional(),
      zone: z.string().optional(),
      locale: z.string().max(35).optional(),
      absences: z
        .array(z.object({ from: z.iso.date(), to: z.iso.date() }))
        .max(500)
        .optional(),
      capacity: z.number().int().min(1).max(10_000).optional(),
      active: z.boolean().optional(),
    }),
    answers: { 200: 'stored', 409: 'another user signs in with this address' },
  }),
  listDeadLetters: route({
    method: 'GET',
    path: '/dead-letters',
    who: admin,
    summary: 'What could not be handled, by queue',
    answers: { 200: '{ items }' },
  }),
  redriveDeadLetters: route({
    method: 'POST',
    path: '/dead-letters/{queue}/redrive',
    who: admin,
    summary: 'Try the dead letters of a queue again',
    params: z.object({ queue: z.string().max(80) }),
    answers: { 202: 'started', 404: 'no such queue', 409: 'a schedule does it by itself' },
  }),
  doctor: route({
    method: 'GET',
    path: '/doctor',
    who: admin,
    summary: 'Is this stage ready to go live',
    answers: { 200: '{ items }: each check with what to do' },
  }),
} as const satisfies Record<string, Route>
