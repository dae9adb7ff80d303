import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import { coinsOf, digitsOf } from './money.ts'
import type { Needed } from './needed.ts'
import type { Outline } from './outline.ts'
import { type Days, spread } from './spread.ts'

/** What is planned of one stage, or of revenue: the total, in which days, and how much of it in which week. The weeks add up to the total. */
export interface PlannedLine {
  readonly what: Stage | 'revenue'
  readonly total: Fraction
  readonly days: Days
  readonly byWeek: ReadonlyMap<string, Fraction>
}

/** One line for each stage, and one for the revenue, which comes when customers do. */
export function plannedLines({ currency, revenue }: Outline, needed: readonly Needed[]): PlannedLine[] {
  const stages = needed.map(({ stage, total, days }) => line(stage, total, days, 1))
  const customers = needed.at(-1)
  if (!customers) return stages
  return [...stages, line('revenue', coinsOf(revenue, currency), customers.days, 10 ** digitsOf(currency))]
}

/** Money is spread in its smallest coins, so that each week can be paid and none is lost between them. */
function line(what: Stage | 'revenue', total: bigint, days: Days, unit: number): PlannedLine {
  const byWeek = [...spread(total, days)].map(([week, here]): [string, Fraction] => [
    week,
    new Fraction(here).div(unit),
  ])
  return { what, total: new Fraction(total).div(unit), days, byWeek: new Map(byWeek) }
}
