import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import { type Day, mondayOf } from '../iso-week.ts'
import { cameByWeek } from './against-plan.ts'
import type { Needed } from './needed.ts'
import { daysToCustomer, type Outline, stagesOf } from './outline.ts'
import { expectedIn, type Pace } from './pace.ts'
import type { Plan } from './plan.ts'
import { product, type Rate } from './rate.ts'
import { type Days, lengthOf, shared, weeksOf } from './spread.ts'

/** Sums of fractions of leads are not exact: less than this is none. */
const slack = 1e-6

/** How many qualified leads will have come by the end of a week, if sources and conversions go on as they did, and how many are planned by then. */
export interface ForecastWeek {
  readonly week: string
  readonly planned: number
  readonly expected: number
  readonly low: number
  readonly high: number
}

export interface Forecast {
  /** The stage that counts as qualified: MQL, or the first after the beginning where the plan has none. */
  readonly stage: Stage
  readonly weeks: readonly ForecastWeek[]
  /** The first week from this one on, at whose end fewer are expected than are planned; and the first where that can't be ruled out at 95 %. */
  readonly below?: string
  readonly mayBeBelow?: string
}

/**
 * The forecast of qualified leads beside the plan: what came in the weeks that have figures; and in the others what goes on of the pipeline, evenly over the time
 * that takes, and of what the sources bring, later by that time. Without a pipeline the sources are taken to have brought as much before, too.
 */
export function forecastOf(
  plan: Plan,
  outline: Outline,
  needed: readonly Needed[],
  paces: readonly Pace[],
): Forecast | undefined {
  const stages = stagesOf(outline)
  const stage = stages.includes('mql') ? 'mql' : stages[1]
  const goal = needed.find((one) => one.stage === stage)
  const first = stages[0]
  if (stage === undefined || first === undefined || goal === undefined || paces.length === 0) return undefined
  const { made, today, steps } = outline
  const rate = product(steps.slice(0, stages.indexOf(stage)).map((one) => one.rate))
  const takes = daysToCustomer(outline, first) - daysToCustomer(outline, stage)
  const waiting = waitingFor(stage, outline)
  const brought: Days = { first: waiting.length > 0 ? made : Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY }
  const came = cameByWeek(plan, stage)
  const thisMonday = mondayOf(today)
  const even = new Fraction(goal.total).div(lengthOf(goal.days))
  const open: { first: Day; last: Day }[] = []
  let known = 0
  const weeks = weeksOf(goal.days).map(({ week, days }): ForecastWeek => {
    const monday = mondayOf(days.first)
    const counted = monday < thisMonday ? came.get(monday) : undefined
    if (counted === undefined) extend(open, days)
    else known += counted
    const inside = open.reduce((sum, span) => sum + goneOn(waiting, made, span), 0)
    const later = open.map((span) => shared(brought, { first: span.first - takes, last: span.last - takes }))
    const planned = even.mul(days.last - goal.days.first + 1).valueOf()
    return { week, planned, ...together(later, paces, rate, inside, known) }
  })
  const ahead = weeks.slice(Math.max(0, Math.floor((thisMonday - mondayOf(goal.days.first)) / 7)))
  const below = ahead.find((one) => one.expected < one.planned - slack)?.week
  const mayBeBelow = ahead.find((one) => one.low < one.planned - slack)?.week
  return { stage, weeks, ...(below !== undefined && { below }), ...(mayBeBelow !== undefined && { mayBeBelow }) }
}

/** What goes on of the pipeline, and how many days after the plan is made. */
interface Waiting {
  readonly count: number
  readonly days: number
}

function waitingFor(stage: Stage, outline: Outline): Waiting[] {
  const stages = stagesOf(outline)
  const until = stages.indexOf(stage)
  return stages.slice(0, until).flatMap((from, index) => {
    const there = outline.pipeline[from]
    if (there === undefined) return []
    const part = product(outline.steps.slice(index, until).map(({ rate }) => rate)).value
    const days = daysToCustomer(outline, from) - daysToCustomer(outline, stage)
    return [{ count: part.mul(there).valueOf(), days: Math.max(1, days) }]
  })
}

function goneOn(waiting: readonly Waiting[], made: Day, span: Days): number {
  return waiting.reduce((sum, { count, days }) => {
    return sum + (count * lengthOf(shared(span, { first: made, last: made + days - 1 }))) / days
  }, 0)
}

/** Days without a gap are one span: a Poisson number over them is known better than the sum of its parts. */
function extend(spans: { first: Day; last: Day }[], more: Days): void {
  const last = spans.at(-1)
  if (last && last.last + 1 === more.first) last.last = more.last
  else spans.push({ ...more })
}

/**
 * So many leads × the part that becomes qualified. The interval adds the squares of the relative distances of both (MOVER for a product, as in `product`).
 */
function together(
  spans: readonly Days[],
  paces: readonly Pace[],
  { value, interval }: Rate,
  inside: number,
  known: number,
): Omit<ForecastWeek, 'week' | 'planned'> {
  const part = value.valueOf()
  const leads = spans.map((span) => expectedIn(paces, span))
  const point = inside / part + leads.reduce((sum, one) => sum + one.value.valueOf(), 0)
  const far = (limit: 'low' | 'high') =>
    Math.hypot(
      part * Math.hypot(...leads.map((one) => one[limit] - one.value.valueOf())),
      point * ((interval?.[limit] ?? part) - part),
    )
  const expected = point * part
  return {
    expected: known + expected,
    low: known + Math.max(0, expected - far('low')),
    high: known + expected + far('high'),
  }
}
