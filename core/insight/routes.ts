import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { admin, anyStaff, type Route, route } from '../route.ts'

/** What is looked at from outside: is it up, what can it do, what went wrong. */
export const insightRoutes = {
  health: route({ method: 'GET', path: '/health', who: 'public', summary: 'Is it up', answers: { 200: 'it is' } }),
  openapi: route({
    method: 'GET',
    path: '/openapi.json',
    who: 'public',
    summary: 'This API as OpenAPI 3.1',
    answers: { 200: 'the document' },
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
    params: () => z.object({ queue: z.string().check(z.maxLength(80)) }),
    answers: { 202: 'started', 404: 'no such queue', 409: 'a schedule does it by itself' },
  }),
  showExperiments: route({
    method: 'GET',
    path: '/content/sequences/{id}/experiments',
    who: anyStaff,
    summary: 'What the experiments of a sequence say so far, and how many leads they take',
    params: () => z.object({ id: slug }),
    answers: { 200: '{ items, version }', 404: 'no such sequence' },
  }),
  doctor: route({
    method: 'GET',
    path: '/doctor',
    who: admin,
    summary: 'Is this stage ready to go live',
    answers: { 200: '{ items }: each check with what to do' },
  }),
} as const satisfies Record<string, Route>
