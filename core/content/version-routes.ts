import * as z from 'zod/mini'
import { slug } from '../names.ts'
import { anyStaff, marketing, page, type Route, route } from '../route.ts'
import { contentType, contentTypes } from './content-type.ts'

const oneContent = () => z.object({ type: contentType, id: slug })
/** A segment is no content of its own, and sequences use it all the same. */
const oneUsed = () => z.object({ type: z.enum([...contentTypes, 'segments']), id: slug })
const oneSequence = () => z.object({ id: slug })
/** Several contents at once are as many as one function checks within its time. */
export const publishedAtMost = 100

/** What becomes of the leads inside a sequence. */
export const inFlightFields = () => ({
  inFlight: z.optional(z.enum(['stay', 'move', 'exit'])),
  /** Where those go on whose step is not in the new version: `{ "old": "new" }`. */
  steps: z.optional(z.record(slug, slug)),
  /** Mails that a moved lead had already go to it again. */
  again: z.optional(z.boolean()),
})

const state = () =>
  z.union([
    z.enum(['live', 'draft']),
    z.pipe(
      z.string().check(z.regex(/^[1-9]\d{0,8}$/, 'give the number of a version, "live" or "draft"')),
      z.transform(Number),
    ),
  ])

/** Versions, what changed between them, who uses what, and what goes live together. */
export const versionRoutes = {
  listContentVersions: route({
    method: 'GET',
    path: '/content/{type}/{id}/versions',
    who: anyStaff,
    summary: 'All versions that were ever live, newest first',
    params: oneContent,
    query: () => z.object(page()),
    answers: { 200: '{ items: [{ version, at, by, live }], next }', 404: 'no such content' },
  }),
  diffContent: route({
    method: 'GET',
    path: '/content/{type}/{id}/diff',
    who: anyStaff,
    summary: 'What changes from one version to another, or to the draft',
    params: oneContent,
    query: () => z.object({ from: z.optional(state()), to: z.optional(state()) }),
    answers: { 200: '{ from, to, files: [{ file, change, patch }], mails }', 404: 'no such content or version' },
  }),
  rollBackContent: route({
    method: 'POST',
    path: '/content/{type}/{id}/roll-back',
    who: marketing,
    summary: 'Make an earlier version live again, as the next one',
    params: oneContent,
    body: () => z.strictObject({ version: z.int().check(z.gte(1)), ...inFlightFields() }),
    answers: {
      200: '{ version } with ETag',
      404: 'no such version',
      409: 'leads stand inside: say what becomes of them; or both sides have to agree',
      412: 'changed since you read it',
      428: 'If-Match is needed',
    },
  }),
  showUses: route({
    method: 'GET',
    path: '/content/{type}/{id}/uses',
    who: anyStaff,
    summary: 'What names this content or segment, and how many leads have it before them',
    params: oneUsed,
    answers: { 200: '{ items: [{ type, id, version, live, places, leadsBefore }] }', 404: 'no such content' },
  }),
  publishTogether: route({
    method: 'POST',
    path: '/content/publish',
    who: marketing,
    summary: 'Make several drafts live at one moment: all or none',
    body: () =>
      z.strictObject({
        items: z
          .array(
            z.strictObject({
              type: contentType,
              id: slug,
              /** The ETag of the draft. */
              ifMatch: z.string().check(z.regex(/^"v\d{1,9}(-[0-9a-f]{16})?"$/, 'give the ETag of this content')),
              ...inFlightFields(),
            }),
          )
          .check(z.minLength(1), z.maxLength(publishedAtMost)),
      }),
    answers: {
      200: '{ items: [{ type, id, version }], problems }',
      404: 'no such content',
      409: 'leads stand inside, an approval is missing, or another publication is at work',
      412: 'changed since you read it',
    },
  }),
  planInFlight: route({
    method: 'POST',
    path: '/content/sequences/{id}/plan',
    who: marketing,
    summary: 'What each choice would do to the leads inside a sequence; does nothing',
    params: oneSequence,
    body: () =>
      z._default(
        z.strictObject({
          steps: z.optional(z.record(slug, slug)),
          again: z.optional(z.boolean()),
          /** An earlier version, to be brought back; otherwise the draft. */
          version: z.optional(z.int().check(z.gte(1))),
        }),
        {},
      ),
    answers: { 200: '{ stands, choices, story }', 404: 'no such sequence, draft or version' },
  }),
  showInFlight: route({
    method: 'GET',
    path: '/content/{type}/{id}/in-flight',
    who: anyStaff,
    summary:
      'What came of the leads that were inside a sequence, or of the clocks that ran by a policy, when versions went live',
    params: () => z.object({ type: z.enum(['sequences', 'sla-policies']), id: slug }),
    query: () => z.object(page()),
    answers: { 200: '{ items: [{ version, choice, state, settled, left, failed, leads }], next }' },
  }),
} as const satisfies Record<string, Route>
