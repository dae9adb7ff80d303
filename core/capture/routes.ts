import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { marketing, page, type Route, route } from '../route.ts'

/** Forms as websites and visitors meet them, and what staff do about submissions. */
export const captureRoutes = {
  submitForm: route({
    method: 'POST',
    path: '/forms/{formId}',
    who: 'public',
    summary: 'Post a form',
    params: () => z.object({ formId: slug }),
    query: () => z.record(z.string(), z.string()),
    body: () => z.record(z.string(), z.unknown()),
    reads: 'form',
    answers: { 202: 'taken: { submissionId }', 303: 'taken: to the thank-you page', 404: 'unknown form' },
  }),
  showForm: route({
    method: 'GET',
    path: '/forms/{formId}',
    who: 'public',
    summary: 'The hosted page of a form',
    params: () => z.object({ formId: slug }),
    query: () => z.record(z.string(), z.string()),
    answers: { 200: 'a page', 404: 'unknown form' },
  }),
  preflightForm: route({
    method: 'OPTIONS',
    path: '/forms/{formId}',
    who: 'public',
    summary: 'CORS preflight of a form',
    params: () => z.object({ formId: slug }),
    answers: { 204: 'allowed origins' },
  }),
  showThanks: route({
    method: 'GET',
    path: '/forms/{formId}/thanks',
    who: 'public',
    summary: 'The thank-you page of a hosted form',
    params: () => z.object({ formId: slug }),
    query: () => z.object({ locale: z.optional(z.string().check(z.maxLength(35))) }),
    answers: { 200: 'a page', 404: 'unknown form' },
  }),
  listSubmissions: route({
    method: 'GET',
    path: '/submissions',
    who: marketing,
    summary: 'Submissions by state',
    query: () =>
      z.object({ state: z._default(z.enum(['quarantined', 'throttled', 'accepted']), 'quarantined'), ...page() }),
    answers: { 200: '{ items, next }' },
  }),
  releaseSubmission: route({
    method: 'POST',
    path: '/submissions/{submissionId}/release',
    who: marketing,
    summary: 'Let a quarantined submission in',
    params: () => z.object({ submissionId: z.string().check(z.maxLength(100)) }),
    answers: { 200: 'released', 404: 'no such submission', 409: 'not quarantined' },
  }),
} as const satisfies Record<string, Route>
