import * as z from 'zod/mini'
import { fieldName } from '../capture/form.ts'
import { profileValue } from '../leads/lead.ts'
import { slug } from '../names.ts'

/** How the people of a list came to be known. */
export const origins = ['inbound', 'outbound', 'referral', 'existing-customer'] as const
const origin = z.enum(origins)

/** Where a list comes from: its name (as the plan has it, where it is planned with) and how its people came to be known. */
export const listSource = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  origin,
  /** Can the company make more of them come, or do they come by themselves? */
  controllable: z.optional(z.boolean()),
  /** Its people are never forwarded to sales before an act of their own, however well they fit. */
  qualifyBy: z.optional(z.literal('reaction')),
})
export type ListSource = z.infer<typeof listSource>

/**
 * On what a row's consent rests: `opt-in` the person said yes (a signed form, a ticked box), `double-opt-in` and confirmed it from the mailbox itself,
 * `existing-customer` bought something alike and was told of the right to object (ePrivacy directive, art. 13(2)). Interest of one's own is none.
 */
export const consentBasis = z.enum(['opt-in', 'double-opt-in', 'existing-customer'])
export type ConsentBasis = z.infer<typeof consentBasis>

/** Where and how consent was given, in words that somebody can check. */
export const evidenceText = z.string().check(z.trim(), z.minLength(3), z.maxLength(1_000))

/** What a list says that a person consented to: on what it rests, where it was given, and when. */
export const rowConsent = z.strictObject({
  topic: slug,
  basis: consentBasis,
  evidence: evidenceText,
  at: z.iso.datetime({ offset: true }),
})
export type RowConsent = z.infer<typeof rowConsent>

/** Rows in one call at most, and the bytes of that call. */
export const rowsAtMost = 100
export const batchBytesAtMost = 256 * 1024

/** What a source calls a person. */
export const externalId = z.string().check(z.regex(/^[!-~]{1,200}$/, 'use up to 200 visible ASCII characters'))

/** By which campaign of its source a person came, as `utm_campaign` would say. */
export const campaignName = z.string().check(z.trim(), z.minLength(1), z.maxLength(500))

/** One person of a list as the API takes it. What is wrong with it alone is answered for it alone, so that a row keeps no other one back. */
export const listRow = z.strictObject({
  /** Its place in the list, from 1: with the import's id it names what is stored. */
  n: z.int().check(z.gte(1), z.lte(9_999_999)),
  email: z.string().check(z.maxLength(1_000)),
  fields: z._default(
    z.record(fieldName, profileValue).check(
      z.refine((fields) => Object.keys(fields).length <= 60, 'give at most 60 fields'),
      z.refine((fields) => !Object.hasOwn(fields, 'email'), 'the address stands beside the fields'),
    ),
    {},
  ),
  tags: z._default(z.array(slug).check(z.maxLength(50)), []),
  locale: z.optional(z.string().check(z.maxLength(35))),
  zone: z.optional(z.string().check(z.maxLength(64))),
  consent: z._default(z.array(rowConsent).check(z.maxLength(10)), []),
  externalId: z.optional(externalId),
  campaign: z.optional(campaignName),
})
export type ListRow = z.infer<typeof listRow>

/** Names an import: its rows are stored once under it. */
export const importId = z.string().check(z.regex(/^[a-z0-9]{16,64}$/, 'use 16 to 64 lower-case letters and digits'))

/** A list on its way in: `IMPORT#id / IMPORT`. Its time is that of all facts it makes, so that a repeated call makes none anew. */
export const listImport = z.object({
  importId,
  source: listSource,
  startedAt: z.iso.datetime({ precision: 3 }),
  by: z.string(),
  /** Of one that another source posted: what its person did there makes it a lead. */
  makes: z.optional(z.literal('lead')),
})
export type ListImport = z.infer<typeof listImport>
