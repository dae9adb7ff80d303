import * as z from 'zod/mini'
import { fieldName } from '../capture/form.ts'
import { locale } from '../content/words.ts'
import { slug } from '../names.ts'
import { yesOrNo } from '../yes-or-no.ts'
import { isZone } from '../zone.ts'
import { campaignName, consentBasis, evidenceText, type ListSource, listSource } from './list-row.ts'

export const column = z.string().check(z.trim(), z.minLength(1), z.maxLength(200))
/** From a column of the file. */
export const fromColumn = z.strictObject({ column })

/** What a cell says: text as it stands there, a number, or yes and no. */
export const fieldFrom = z.union([
  column,
  z.strictObject({ column, as: z._default(z.enum(['text', 'number', 'yes-no']), 'text') }),
])

export const fixedValue = z.union([z.string().check(z.minLength(1), z.maxLength(5_000)), z.number(), z.boolean()])

/** Tags for all rows, and such that a column names. */
export const tagsFrom = z._default(
  z.array(
    z.union([
      slug,
      z.strictObject({ column, separator: z._default(z.string().check(z.minLength(1), z.maxLength(5)), ',') }),
    ]),
  ),
  [],
)

/** How dates stand in a column; `iso` is 2026-04-22, or with a time 2026-04-22T10:00:00+02:00. */
export const dateFormats = ['iso', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY'] as const
export const dateColumn = z.strictObject({ column, format: z._default(z.enum(dateFormats), 'iso') })
const day = z.union([
  z.iso.datetime({ offset: true, error: 'write a date like 2026-04-22 or a time like 2026-04-22T10:00:00+02:00' }),
  z.iso.date(),
])

/** Files have hyphens where the API has capitals. */
const sourceInFile = z.pipe(
  z.strictObject({
    name: listSource.shape.name,
    origin: listSource.shape.origin,
    controllable: z.optional(yesOrNo),
    'qualify-by': listSource.shape.qualifyBy,
  }),
  z.transform(
    ({ 'qualify-by': qualifyBy, ...source }): ListSource =>
      qualifyBy === undefined ? source : { ...source, qualifyBy },
  ),
)

const consent = z.strictObject({
  topic: slug,
  basis: z.union([consentBasis, fromColumn]),
  /** Where and how it was given, in words that somebody can check. */
  evidence: z.union([evidenceText, fromColumn]),
  /** When it was given. */
  at: z.union([day, dateColumn]),
  /** Only rows in which this column says one of these; without `is`: yes. */
  where: z.optional(
    z.strictObject({ column, is: z.optional(z.array(z.string().check(z.minLength(1))).check(z.minLength(1))) }),
  ),
})
export type ConsentMapping = z.infer<typeof consent>

/** What says how a list is to be read: `ripen import leads.csv --mapping m.yaml`. */
export const mapping = z
  .strictObject({
    source: sourceInFile,
    encoding: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
    delimiter: z.optional(z.enum(['comma', 'semicolon', 'tab'])),
    /** Which column holds which field of a form; `email` must be one of them. */
    fields: z
      .record(fieldName, fieldFrom)
      .check(
        z.refine((fields) => Object.hasOwn(fields, 'email'), '"email" is missing: say which column holds the address'),
      ),
    /** What all rows have, where their own column says nothing. */
    fixed: z._default(z.record(fieldName, fixedValue), {}),
    tags: tagsFrom,
    locale: z.optional(z.union([locale, fromColumn])),
    zone: z.optional(
      z.union([z.string().check(z.refine(isZone, 'name an IANA time zone, for example Europe/Moscow')), fromColumn]),
    ),
    /** By which campaign of the source its people came. */
    campaign: z.optional(z.union([campaignName, fromColumn])),
    /** What the source calls each person: its own id, the same in each of its lists. */
    'external-id': z.optional(fromColumn),
    consent: z.array(consent).check(
      z.minLength(1, 'say to what these people consented: topic, basis, evidence, at'),
      z.maxLength(10),
      z.refine(
        (all) => new Set(all.map(({ topic }) => topic)).size === all.length,
        'two consents are for the same topic',
      ),
    ),
  })
  .check(
    z.refine(({ fixed }) => !Object.hasOwn(fixed, 'email'), {
      path: ['fixed', 'email'],
      message: 'people have addresses of their own',
    }),
  )
export type Mapping = z.infer<typeof mapping>

/** The columns that a mapping names, without repeats. */
export function columnsOf({
  fields,
  tags,
  locale,
  zone,
  campaign,
  consent,
  'external-id': externalId,
}: Mapping): string[] {
  const named = [
    ...Object.values(fields),
    ...tags.filter((tag) => typeof tag === 'object'),
    locale,
    zone,
    campaign,
    externalId,
    ...consent.flatMap(({ basis, evidence, at, where }) => [basis, evidence, at, where]),
  ]
  const ofFields = Object.values(fields).filter((from) => typeof from === 'string')
  const others = named.flatMap((from) => (typeof from === 'object' ? [from.column] : []))
  return [...new Set([...ofFields, ...others])]
}
