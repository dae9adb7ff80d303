import * as z from 'zod/mini'
import { leadId, slug } from '../names.ts'
import { anyStaff, marketing, page, type Route, route } from '../route.ts'
import { isZone } from '../zone.ts'
import { agreedTypes, sides } from './approvals.ts'
import { contentType } from './content-type.ts'
import { imageRoutes } from './image-routes.ts'
import { inFlightFields, versionRoutes } from './version-routes.ts'

const oneContent = () => z.object({ type: contentType, id: slug })
const language = () => z.string().check(z.maxLength(35))

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
    params: () => z.object({ type: contentType, id: slug, version: z.coerce.number().check(z.int(), z.gte(1)) }),
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
        files: z.record(
          z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$/)),
          z.string().check(z.maxLength(400_000)),
        ),
      }),
    answers: { 200: '{ problems } with ETag', 412: 'changed since you read it', 428: 'If-Match is needed' },
  }),
  publishContent: route({
    method: 'POST',
    path: '/content/{type}/{id}/publish',
    who: marketing,
    summary: 'Make the draft live as the next version',
    params: oneContent,
    body: () => z._default(z.strictObject(inFlightFields()), {}),
    answers: {
      200: '{ version } with ETag',
      404: 'no such content',
      409: 'leads stand inside: say what becomes of them; or an approval is missing',
      412: 'changed since you read it',
      428: 'If-Match is needed',
    },
  }),
  approveContent: route({
    method: 'POST',
    path: '/content/{type}/{id}/approve',
    who: ['marketing', 'sales'],
    summary: 'Agree to a draft for marketing or for sales',
    params: () => z.object({ type: z.enum(agreedTypes), id: slug }),
    /** Needed only of somebody who is in both groups. */
    body: () => z._default(z.strictObject({ side: z.optional(z.enum(sides)) }), {}),
    answers: {
      200: '{ approvals, missing } with ETag',
      404: 'no such content',
      409: 'nothing to approve, or this person approved for the other side',
      412: 'changed since you read it',
      428: 'If-Match is needed',
    },
  }),
  ...versionRoutes,
  ...imageRoutes,
  previewEmail: route({
    method: 'POST',
    path: '/content/emails/{id}/preview',
    who: marketing,
    summary: 'An email as a lead or a sample would get it',
    params: () => z.object({ id: slug }),
    body: () =>
      z.strictObject({
        leadId: z.optional(leadId),
        sample: z.optional(z.record(z.string(), z.unknown())),
        /** One language; a list of them or `*` for every one: then the answer holds `items`. */
        locale: z._default(z.union([language(), z.array(language()).check(z.minLength(1), z.maxLength(50))]), 'en'),
        /** A sequence that sends this email: every variant of those steps is shown as well. */
        sequence: z.optional(slug),
      }),
    answers: {
      200: '{ subject, preheader, html, text, warnings, lists, fellBack, htmlBytes … }, or { items } of such',
      404: 'no such email, sequence or lead',
      413: 'too much to show at once',
    },
  }),
  simulateSequence: route({
    method: 'POST',
    path: '/content/sequences/{id}/simulate',
    who: marketing,
    summary: 'Every email a persona would get',
    params: () => z.object({ id: slug }),
    body: () =>
      z.strictObject({
        persona: z._default(z.record(z.string(), z.unknown()), {}),
        /** Several at once: then the answer holds one of `runs` for each, in this order. */
        personas: z.optional(z.array(z.record(z.string(), z.unknown())).check(z.minLength(1), z.maxLength(20))),
        /** Other sequences that each persona enters at the same time. */
        beside: z._default(z.array(slug).check(z.maxLength(9)), []),
        startAt: z.optional(z.iso.datetime({ offset: true })),
        clicks: z._default(z.array(slug).check(z.maxLength(200)), []),
        /** What each persona does: `{ after, type, template, … }`. */
        acts: z._default(z.array(z.record(z.string(), z.unknown())).check(z.maxLength(200)), []),
        /** Of personas without one; the company's unless it is given. */
        zone: z.optional(z.string().check(z.refine(isZone, 'name an IANA time zone, for example Europe/Moscow'))),
        /** Shall the scoring model that is live score what they do? */
        score: z._default(z.boolean(), true),
        /** Shall each item hold the whole mail? */
        mails: z._default(z.boolean(), false),
      }),
    answers: {
      200: '{ items, ended, ends, story, notes, version, beside, zone }, or { runs, version, beside, zone } of such',
      404: 'no such sequence',
      413: 'too much to show at once',
    },
  }),
} as const satisfies Record<string, Route>
