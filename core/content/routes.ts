import * as z from 'zod'
import { leadId, slug } from '../names.ts'
import { anyStaff, marketing, page, type Route, route } from '../route.ts'
import { contentType } from './content-type.ts'

const oneContent = () => z.object({ type: contentType, id: slug })

/** What marketing writes: drafted, published, looked at, tried out. */
export const contentRoutes = {
  listContent: route({
    method: 'GET',
    path: '/content/{type}',
    who: anyStaff,
    summary: 'Content of one type',
    params: () => z.object({ type: contentType }),
    query: () => z.object(page()),
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
    params: () => z.object({ type: contentType, id: slug, version: z.coerce.number().int().min(1) }),
    answers: { 200: 'the version', 404: 'no such version' },
  }),
  draftContent: route({
    method: 'PUT',
    path: '/content/{type}/{id}',
    who: marketing,
    summary: 'Store a draft',
    params: oneContent,
    body: () =>
      z.strictObject({
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
    body: () =>
      z
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
    params: () => z.object({ id: slug }),
    body: () =>
      z.strictObject({
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
    params: () => z.object({ id: slug }),
    body: () =>
      z.strictObject({
        persona: z.record(z.string(), z.unknown()).default({}),
        startAt: z.iso.datetime({ offset: true }).optional(),
        clicks: z.array(slug).default([]),
      }),
    answers: { 200: '{ items }', 404: 'no such sequence' },
  }),
} as const satisfies Record<string, Route>
