import * as z from 'zod/mini'

/** The largest batch that is taken, in bytes, and so many events are in it at most. */
export const largestBatch = 8 * 1024
export const eventsAtMost = 20

/** What the website calls one browser of one person: chance alone (128 bits), made by the script after consent. */
const visitorForm = /^[a-z0-9]{32}$/
export const visitorId = z.string().check(z.regex(visitorForm, 'give 32 lower-case letters and digits, at random'))

/** {@link visitorId}, for who reads other things and needs no schema. */
export function isVisitorId(value: unknown): value is string {
  return typeof value === 'string' && visitorForm.test(value)
}

/** What may stand in a path that is kept: its query and its fragment may hold personal data. */
const path = z
  .string()
  .check(
    z.regex(/^\/[^?#\s\p{Cc}]*$/u, 'give the path of the page, from its slash on, without query and fragment'),
    z.maxLength(500),
  )
/** So long before the batch was sent, in ms: clocks of browsers are not to be trusted, their differences are. */
const ago = z._default(z.int().check(z.gte(0), z.lte(86_400_000)), 0)

const utm = z.optional(z.string().check(z.minLength(1), z.maxLength(500)))
const host = z
  .string()
  .check(
    z.regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'give the name of the website alone, like www.example.com'),
    z.maxLength(253),
  )

/** One thing that a visitor did. */
export const visit = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('page-visited'),
    path,
    /** UTM parameters of the page's address: where the visitor came from. */
    source: utm,
    campaign: utm,
    /** The other website that a link was followed on; of its page nothing is told. */
    referrer: z.optional(host),
    ago,
  }),
  z.strictObject({
    type: z.literal('site-searched'),
    path,
    query: z.string().check(z.minLength(1), z.maxLength(200)),
    ago,
  }),
  z.strictObject({ type: z.literal('content-downloaded'), path, ago }),
])
export type Visit = z.output<typeof visit>

/** What a page of a website posts to `POST /events`. */
export const visitBatch = z.strictObject({
  visitor: visitorId,
  /** When the visitor agreed to be tracked, as the website knows it; without it nothing is stored. */
  consentedAt: z.optional(z.iso.datetime({ offset: true })),
  /** What a link in a mail had behind its `#ripen=`: it says who came. */
  sign: z.optional(z.string().check(z.minLength(1), z.maxLength(1_000))),
  events: z.array(visit).check(z.minLength(1), z.maxLength(eventsAtMost)),
})
export type VisitBatch = z.output<typeof visitBatch>

/** Why nothing of a batch is stored. */
export type Untracked = 'no-consent' | 'do-not-track' | 'global-privacy-control'

/** "Stored only after tracking consent (Do Not Track and Global Privacy Control respected)": why this visitor may not be tracked; undefined when it may. */
export function reasonNotToTrack(
  { consentedAt }: Pick<VisitBatch, 'consentedAt'>,
  headers: Readonly<Record<string, string | undefined>>,
): Untracked | undefined {
  if (headers['sec-gpc']?.trim() === '1') return 'global-privacy-control'
  if (headers.dnt?.trim() === '1') return 'do-not-track'
  return consentedAt === undefined ? 'no-consent' : undefined
}
