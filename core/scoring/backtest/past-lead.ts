import type { Facts } from '../../condition.ts'
import { answersOf, type CellOf, dateIn, tagsOf, tickIn } from '../../lists/row-of.ts'
import { type PastMapping, type TimeColumn, timeColumn } from './past-mapping.ts'

/** A lead of the past as a row tells it. */
export interface PastLead {
  /** What names it among its activities. */
  readonly key: string | undefined
  readonly cameMs: number
  readonly isWon: boolean
  /** When that was decided, where the list says so. */
  readonly decidedMs: number | undefined
  /** When it is judged: its activities count before that. */
  readonly judgedMs: number
  /** What fit rules and indicators may ask, as {@link scoringFacts} gives it of a lead. */
  readonly facts: Facts
  /** Fields that were learnt only after it was judged; they are not among its facts. */
  readonly late: readonly string[]
}

export type ReadPast =
  | { readonly lead: PastLead }
  /** Not decided yet. */
  | { readonly open: true }
  /** Why it is not taken, in words; never with a given value. */
  | { readonly wrong: string }

/**
 * When a lead of the past is judged: so long after it came, and before its outcome where that came earlier. "Nothing after the outcome counts", and neither does it
 * count for the winners alone that people talked to them for longer.
 */
export function whenJudged(cameMs: number, decidedMs: number | undefined, afterMs: number): number {
  return Math.min(cameMs + afterMs, decidedMs ?? Number.POSITIVE_INFINITY)
}

/** A row as the mapping reads it: `outcome` is the column with the outcome. Never throws. */
export function readPastLead(
  mapping: PastMapping,
  { outcome, afterMs }: { readonly outcome: string; readonly afterMs: number },
  cellOf: CellOf,
): ReadPast {
  const came = timeIn(timeColumn(mapping.came), cellOf)
  if (came === 'missing') return { wrong: `When it came is missing (column “${timeColumn(mapping.came).column}”).` }
  if (typeof came === 'string') return { wrong: came }
  const result = outcomeIn(mapping, outcome, cellOf)
  if (result === 'open') return { open: true }
  if (result !== 'won' && result !== 'lost') return { wrong: result }
  const decided = mapping.outcome.at === undefined ? 'missing' : timeIn(timeColumn(mapping.outcome.at), cellOf)
  if (typeof decided === 'string' && decided !== 'missing') return { wrong: decided }
  const decidedMs = typeof decided === 'number' ? decided : undefined
  if (decidedMs !== undefined && decidedMs < came) return { wrong: 'Its outcome is of a time before it came.' }
  const read = answersOf(mapping, cellOf)
  if ('wrong' in read) return read
  const tagged = tagsOf(mapping.tags, cellOf)
  if ('wrong' in tagged) return tagged
  const judgedMs = whenJudged(came, decidedMs, afterMs)
  const late: string[] = []
  for (const [field, from] of Object.entries(mapping.fields)) {
    if (typeof from !== 'object' || !('set' in from) || !Object.hasOwn(read.fields, field)) continue
    const set = timeIn(timeColumn(from.set), cellOf)
    if (typeof set === 'string' && set !== 'missing') return { wrong: set }
    if (typeof set !== 'number' || set < judgedMs) continue
    late.push(field)
    delete read.fields[field]
  }
  const locale = typeof mapping.locale === 'object' ? cellOf(mapping.locale.column) : mapping.locale
  return {
    lead: {
      key: mapping.lead === undefined ? undefined : cellOf(mapping.lead),
      cameMs: came,
      isWon: result === 'won',
      decidedMs,
      judgedMs,
      facts: { ...read.fields, locale: locale || 'en', tags: tagged.tags, customer: false },
      late,
    },
  }
}

/** The time of a cell in ms, `missing` where it is empty, or what is wrong with it. */
export function timeIn({ column, format }: TimeColumn, cellOf: CellOf): number | string {
  const cell = cellOf(column)
  if (cell === '') return 'missing'
  const given = dateIn(cell, format)
  return given
    ? Date.parse(given)
    : `Column “${column}” is no date written like ${format === 'iso' ? '2026-04-22' : format}.`
}

function outcomeIn({ outcome }: PastMapping, column: string, cellOf: CellOf): string {
  const cell = cellOf(column).toLowerCase()
  const isOneOf = (words: readonly string[] | undefined) => words?.some((word) => word.toLowerCase() === cell) ?? false
  if (isOneOf(outcome.open)) return 'open'
  if (cell === '') return `Its outcome is missing (column “${column}”).`
  if (outcome.won === undefined) {
    const ticked = tickIn(cell)
    if (ticked !== undefined) return ticked ? 'won' : 'lost'
    return `Its outcome (column “${column}”) is neither yes nor no.`
  }
  if (isOneOf(outcome.won)) return 'won'
  return isOneOf(outcome.lost)
    ? 'lost'
    : `Its outcome (column “${column}”) is none of the words that the mapping names.`
}
