import * as z from 'zod/mini'
import { fieldName } from '../../capture/form.ts'
import { locale } from '../../content/words.ts'
import { column, dateColumn, fieldFrom, fixedValue, fromColumn, tagsFrom } from '../../lists/mapping.ts'
import { slug } from '../../names.ts'

/** A column with times: its name where they are written like 2026-04-22, else also how. */
const timeFrom = z.union([column, dateColumn])

/** A field of a form; `set` names the column that says since when it is known: what was learnt only after the lead was judged does not count. */
const pastField = z.union([
  fieldFrom,
  z.strictObject({ column, as: z._default(z.enum(['text', 'number', 'yes-no']), 'text'), set: timeFrom }),
])

const wordsOfOutcome = z.array(z.string().check(z.trim(), z.maxLength(200))).check(z.minLength(1))

/** Which words of the outcome's column say what; without them, yes is won and no is lost. */
const outcome = z
  .strictObject({
    won: z.optional(wordsOfOutcome),
    lost: z.optional(wordsOfOutcome),
    /** Not decided yet: such leads are left out, and counted. `""` is an empty cell. */
    open: z.optional(wordsOfOutcome),
    /** When it was decided. */
    at: z.optional(timeFrom),
  })
  .check(
    z.refine(({ won, lost }) => (won === undefined) === (lost === undefined), {
      message: 'say the words of both, won and lost, or of none (then yes is won and no is lost)',
    }),
    z.refine(
      ({ won = [], lost = [], open = [] }) => {
        const all = [...won, ...lost, ...open].map((word) => word.toLowerCase())
        return new Set(all).size === all.length
      },
      { message: 'the same word stands twice among won, lost and open' },
    ),
  )

/** Columns of the second file: one row for each thing that a lead did. */
const activities = z.strictObject({
  lead: z._default(column, 'lead'),
  type: z._default(column, 'type'),
  at: z._default(timeFrom, 'at'),
  /** Words of the type's column that Ripen calls otherwise: `{ "Email click": email-clicked }`. */
  types: z._default(z.record(z.string(), slug), {}),
  /** What `where` of a rule may ask, by name; without it, every other column by its own name. */
  data: z.optional(z.record(fieldName, fieldFrom)),
})

/** What says how a list of past leads is to be read: `ripen backtest model.yaml --leads past.csv --outcome converted --mapping m.yaml`. */
export const pastMapping = z.strictObject({
  encoding: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
  delimiter: z.optional(z.enum(['comma', 'semicolon', 'tab'])),
  /** The column that names the lead, for the rows of its activities. */
  lead: z.optional(column),
  /** When the lead came. */
  came: timeFrom,
  /** Which column holds which field of a form. */
  fields: z.record(fieldName, pastField),
  /** What all rows have, where their own column says nothing. */
  fixed: z._default(z.record(fieldName, fixedValue), {}),
  tags: tagsFrom,
  locale: z.optional(z.union([locale, fromColumn])),
  outcome: z._default(outcome, {}),
  activities: z._default(activities, { lead: 'lead', type: 'type', at: 'at', types: {} }),
})
export type PastMapping = z.infer<typeof pastMapping>

/** Where times stand, and how they are written. */
export interface TimeColumn {
  readonly column: string
  readonly format: z.infer<typeof dateColumn>['format']
}

export function timeColumn(from: z.infer<typeof timeFrom>): TimeColumn {
  return typeof from === 'string' ? { column: from, format: 'iso' } : from
}

/** The columns that a list of leads is to have, without repeats. */
export function pastColumns(
  { lead, came, fields, tags, locale, outcome: said }: PastMapping,
  result: string,
): string[] {
  const named = [
    ...Object.values(fields).flatMap((from) =>
      typeof from === 'object' && 'set' in from ? [from.column, timeColumn(from.set).column] : nameOf(from),
    ),
    ...tags.flatMap((tag) => (typeof tag === 'object' ? [tag.column] : [])),
    ...(typeof locale === 'object' ? [locale.column] : []),
    ...(lead === undefined ? [] : [lead]),
    timeColumn(came).column,
    ...(said.at === undefined ? [] : [timeColumn(said.at).column]),
    result,
  ]
  return [...new Set(named)]
}

/** The names that rules can ask for with an answer. Nobody of the list was a customer: that is known of all. */
export function knownFields({ fields, fixed, tags, locale }: PastMapping): Set<string> {
  const others = [...(tags.length > 0 ? ['tags'] : []), ...(locale === undefined ? [] : ['locale']), 'customer']
  return new Set([...Object.keys(fields), ...Object.keys(fixed), ...others])
}

/** The columns that the list of activities is to have. */
export function activityColumns({ activities: { lead, type, at, data = {} } }: PastMapping): string[] {
  return [...new Set([lead, type, timeColumn(at).column, ...Object.values(data).map(nameOf)])]
}

function nameOf(from: z.infer<typeof fieldFrom>): string {
  return typeof from === 'string' ? from : from.column
}
