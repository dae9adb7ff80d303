import * as z from 'zod/mini'
import { type ListRow, type ListSource, listRow, listSource, rowConsent } from '../lists/list-row.ts'

/** Bytes of one post at most. */
export const postBytesAtMost = 32 * 1024

/** One lead from another source as the API takes it: a row of a list, with where it comes from. */
export const postedLead = () =>
  z.strictObject({
    ...z.omit(listRow, { n: true, consent: true }).shape,
    consent: z
      .array(rowConsent)
      .check(z.minLength(1, 'say to what the person consented: topic, basis, evidence, at'), z.maxLength(10)),
    /** Where it comes from; a key that is bound to a source needs to say nothing. */
    source: z.optional(listSource),
  })
export type PostedLead = z.infer<ReturnType<typeof postedLead>>

/** A post as the row of a list of one. */
export function rowOfPost({ source: _, ...row }: PostedLead): ListRow {
  return { n: 1, ...row }
}

/**
 * What a post says, however it was written down: the same again is the same post, whatever key or hour it comes with. So a feed may repeat itself for as long as
 * it likes.
 */
export function contentOfPost(address: string, source: ListSource, post: PostedLead): string {
  const { fields, tags, locale, zone, consent, externalId, campaign } = post
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
  const consents = consent
    .map(({ topic, basis, evidence, at }) => [topic, basis, evidence, new Date(at).toISOString()])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  const { name, origin, controllable, qualifyBy } = source
  const from = [name, origin, qualifyBy ?? null, ...(controllable === undefined ? [] : [controllable])]
  return JSON.stringify([
    address,
    from,
    sorted,
    [...tags].sort(),
    locale ?? null,
    zone ?? null,
    consents,
    externalId ?? null,
    // Only where there is one: what was posted before there were any keeps its name.
    ...(campaign === undefined ? [] : [campaign]),
  ])
}
