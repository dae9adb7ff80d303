import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import type { Interval } from '../two-proportions.ts'
import { wholeOf } from './money.ts'
import { daysToCustomer, type Outline, stagesOf, stepsFrom } from './outline.ts'
import { product, type Rate } from './rate.ts'
import type { Days } from './spread.ts'

/** What has to come into one stage. */
export interface Needed {
  readonly stage: Stage
  /** How many of this stage become customers. */
  readonly toCustomer: Rate
  readonly total: bigint
  /** By the interval of the conversions, where some were counted: at their high and at their low end. */
  readonly interval?: { readonly low: bigint; readonly high: bigint }
  /** The days in which they have to come in: as many before those of the goal as it takes them, and none before the plan is made. */
  readonly days: Days
  /** Customers that are expected of who is in this stage, or in a later one, already. */
  readonly expected: Fraction
}

/**
 * What has to come into each stage, and when, for so much revenue: deals = revenue / size, and backwards stage by stage, what has to come in = deals that are not
 * expected of the pipeline yet / the part that becomes a customer. Who needs so many days comes in so many days earlier. Of wholes alone: nobody wins half a deal.
 */
export function neededOf(outline: Outline): Needed[] {
  const { goal, made } = outline
  const deals = dealsFor(outline)
  return stagesOf(outline).map((stage) => {
    const toCustomer = product(stepsFrom(outline.steps, stage).map(({ rate }) => rate))
    const expected = expectedFrom(outline, stage)
    const missing = atLeastNothing(new Fraction(deals).sub(expected))
    const takes = daysToCustomer(outline, stage)
    return {
      stage,
      toCustomer,
      total: wholeOf(missing.div(toCustomer.value).ceil()),
      ...(toCustomer.interval && { interval: intervalOf(missing, toCustomer.interval) }),
      days: { first: Math.max(made, goal.first - takes), last: goal.last - takes },
      expected,
    }
  })
}

/** Whole deals that bring at least the revenue. */
export function dealsFor({ revenue, deal }: Pick<Outline, 'revenue' | 'deal'>): bigint {
  return wholeOf(revenue.div(deal).ceil())
}

/**
 * The stages of the pipeline whose leads, taking as long as planned from now on, are customers before the goal's first day: they count for the goal before.
 */
export function tooEarly(outline: Outline): Stage[] {
  const { pipeline, made, goal } = outline
  return stagesOf(outline).filter(
    (stage) => (pipeline[stage] ?? 0) > 0 && made + daysToCustomer(outline, stage) < goal.first,
  )
}

function expectedFrom(outline: Outline, from: Stage): Fraction {
  const left = new Set(tooEarly(outline))
  return stagesOf(outline)
    .slice(stagesOf(outline).indexOf(from))
    .filter((stage) => stage !== 'customer' && !left.has(stage))
    .reduce(
      (sum, stage) =>
        sum.add(
          product(stepsFrom(outline.steps, stage).map(({ rate }) => rate)).value.mul(outline.pipeline[stage] ?? 0),
        ),
      new Fraction(0),
    )
}

function intervalOf(missing: Fraction, { low, high }: Interval): { low: bigint; high: bigint } {
  const customers = missing.valueOf()
  return { low: BigInt(Math.ceil(customers / high)), high: BigInt(Math.ceil(customers / low)) }
}

function atLeastNothing(value: Fraction): Fraction {
  return value.lt(0) ? new Fraction(0) : value
}
