import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import { type Day, dayIn, dayOf } from '../iso-week.ts'
import { periodOf } from './fiscal-period.ts'
import type { Plan } from './plan.ts'
import { partIn, type Rate, rateOf } from './rate.ts'
import type { Days } from './spread.ts'

/** One step of the funnel as it is reckoned with. */
export interface Step {
  readonly from: Stage
  readonly to: Stage
  readonly rate: Rate
  readonly takesDays: number
}

/** What a plan says, ready to be reckoned with: days as numbers, money and rates as exact fractions. */
export interface Outline {
  readonly currency: string
  readonly today: Day
  /** Planned is from this day on. */
  readonly made: Day
  /** The days whose revenue counts. */
  readonly goal: Days
  /** What is still to be won when the plan is made. */
  readonly revenue: Fraction
  readonly deal: Fraction
  readonly margin: Fraction
  readonly steps: readonly Step[]
  readonly pipeline: Readonly<Partial<Record<Stage, number>>>
}

/** Works out what a plan says, at a time in ms. It need not be possible yet. */
export function outlineOf(plan: Plan, nowMs: number): Outline {
  const { zone, currency, goal, deal, funnel, pipeline } = plan
  const today = dayIn(zone, nowMs)
  return {
    currency,
    today,
    made: plan.made === undefined ? today : dayOf(plan.made),
    goal: goalDays(plan),
    revenue: new Fraction(goal.revenue).sub(goal.won),
    deal: new Fraction(deal.size),
    margin: partIn(deal.margin),
    steps: funnel.map((step) => ({
      from: step.from,
      to: step.to,
      rate: rateOf(step),
      takesDays: daysIn(step.takes),
    })),
    pipeline,
  }
}

/** The stages that are planned with, in order; the last is `customer`. */
export function stagesOf({ steps }: Pick<Outline, 'steps'>): Stage[] {
  return [...steps.map(({ from }) => from), ...steps.slice(-1).map(({ to }) => to)]
}

/** How many days it takes from coming into a stage to becoming a customer. */
export function daysToCustomer({ steps }: Pick<Outline, 'steps'>, stage: Stage): number {
  return stepsFrom(steps, stage).reduce((sum, { takesDays }) => sum + takesDays, 0)
}

/** The steps from this stage on; none for a customer. */
export function stepsFrom(steps: readonly Step[], stage: Stage): readonly Step[] {
  const at = steps.findIndex(({ from }) => from === stage)
  return at < 0 ? [] : steps.slice(at)
}

/** `3w` or `10d` in days. */
export function daysIn(takes: string): number {
  return Number.parseInt(takes, 10) * (takes.endsWith('w') ? 7 : 1)
}

function goalDays({ goal, 'fiscal-year': year }: Plan): Days {
  if (goal.in !== undefined) return periodOf(goal.in, year)
  return { first: dayOf(goal.from ?? ''), last: dayOf(goal.to ?? '') }
}
