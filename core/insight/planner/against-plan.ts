import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import { mondayOf, mondayOfWeek, weekOf } from '../iso-week.ts'
import type { Outline } from './outline.ts'
import type { Plan } from './plan.ts'
import type { PlannedLine } from './planned-lines.ts'
import { lengthOf, weeksOf } from './spread.ts'

/** What came of one stage, or of revenue, beside what was planned for the same weeks: those that are over and have figures. */
export interface AgainstPlan {
  readonly what: Stage | 'revenue'
  readonly planned: Fraction
  readonly actual: Fraction
  /** What is left of the whole plan, and in how many days it has to come; 0 days: it is too late for this stage. */
  readonly left: Fraction
  readonly daysLeft: number
}

export interface Comparison {
  readonly figures: readonly AgainstPlan[]
  /** Weeks that are over and of which nothing is said. */
  readonly missing: readonly string[]
  /** The week that is not over yet: what came in it counts towards the total and is not held against the plan. */
  readonly running: string
}

/** Actual against plan, of the stages and of the revenue that any week has figures of. Undefined where there are none. */
export function againstPlan({ actual }: Plan, outline: Outline, lines: readonly PlannedLine[]): Comparison | undefined {
  if (actual.length === 0) return undefined
  const { made, today } = outline
  const past = weeksOf({ first: made, last: mondayOf(today) - 1 }).map(({ week }) => week)
  const rows = new Map(actual.map((row) => [row.week, row]))
  const figures = lines.flatMap(({ what, total, days, byWeek }): AgainstPlan[] => {
    const told = actual.flatMap(({ week, [what]: came }) => (came === undefined ? [] : [{ week, came }]))
    if (told.length === 0) return []
    const over = told.filter(({ week }) => past.includes(week))
    // Sooner than planned is as good: all that came counts towards the total.
    const left = total.sub(sumOf(told.map(({ came }) => came)))
    return [
      {
        what,
        planned: sumOf(over.map(({ week }) => byWeek.get(week) ?? 0)),
        actual: sumOf(over.map(({ came }) => came)),
        left: left.lt(0) ? new Fraction(0) : left,
        daysLeft: lengthOf({ first: Math.max(days.first, today), last: days.last }),
      },
    ]
  })
  return { figures, missing: past.filter((week) => !rows.has(week)), running: weekOf(today) }
}

/** What came into a stage, by the Monday of each week that has a figure of it. */
export function cameByWeek({ actual }: Plan, stage: Stage): ReadonlyMap<number, number> {
  return new Map(
    actual.flatMap(({ week, [stage]: came }): [number, number][] => {
      const monday = mondayOfWeek(week)
      return came === undefined || monday === undefined ? [] : [[monday, came]]
    }),
  )
}

function sumOf(values: readonly (Fraction | number | string)[]): Fraction {
  return values.reduce((sum: Fraction, value) => sum.add(value), new Fraction(0))
}
