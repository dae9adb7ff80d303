import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import { percentWords } from './in-words.ts'
import { neededOf } from './needed.ts'
import { daysIn, daysToCustomer, type Outline } from './outline.ts'
import type { WhatIf } from './plan.ts'
import { partIn } from './rate.ts'
import type { Days } from './spread.ts'

/** What one figure would have to be another, and what that asks of the stage that the funnel begins with. */
export interface Sensitivity {
  readonly what: 'rate' | 'takes' | 'deal'
  /** Of a step: where it begins and ends. */
  readonly from?: Stage
  readonly to?: Stage
  readonly instead: string
  readonly of: string
  /** What would be needed at the first stage, and how much more that is; absent where nobody would be a customer in time. */
  readonly needed?: bigint
  readonly more?: bigint
  readonly days?: Days
  readonly asked: boolean
}

/**
 * The plan with other figures, each alone, against the `total` that it needs at the first stage: those that the plan asks for, then each step a little worse, a
 * smaller deal, and two weeks longer.
 */
export function sensitivityOf(outline: Outline, asked: readonly WhatIf[], total: bigint): Sensitivity[] {
  return [
    ...asked.flatMap((one) => asItAsks(outline, one, total)),
    ...outline.steps.map((step) => withRate(outline, step.from, worse(step.rate.value), false, total)),
    withDeal(outline, outline.deal.mul(9, 10).round(2), false, total),
    withTakes(outline, slowest(outline), 14, false, total),
  ]
}

function asItAsks(outline: Outline, { step, rate, takes, deal }: WhatIf, total: bigint): Sensitivity[] {
  const before = outline.steps.find(({ from }) => from === step)
  return [
    ...(step !== undefined && rate !== undefined ? [withRate(outline, step, partIn(rate), true, total)] : []),
    ...(step !== undefined && takes !== undefined
      ? [withTakes(outline, step, daysIn(takes) - (before?.takesDays ?? 0), true, total)]
      : []),
    ...(deal !== undefined ? [withDeal(outline, new Fraction(deal), true, total)] : []),
  ]
}

/** Five points less, under 20 % one point, under 2 % half. */
function worse(rate: Fraction): Fraction {
  if (rate.lt('0.02')) return rate.div(2)
  const shown = rate.mul(100).round()
  return shown.sub(rate.gte('0.2') ? 5 : 1).div(100)
}

function slowest({ steps }: Outline): Stage {
  const [first, ...others] = steps
  return others.reduce((most, step) => (step.takesDays > (most?.takesDays ?? 0) ? step : most), first)?.from ?? 'lead'
}

function withRate(outline: Outline, from: Stage, value: Fraction, asked: boolean, total: bigint): Sensitivity {
  const step = outline.steps.find((one) => one.from === from)
  const other = {
    ...outline,
    steps: outline.steps.map((one) => (one.from === from ? { ...one, rate: { value } } : one)),
  }
  const figures = { instead: percentWords(value.valueOf()), of: percentWords((step?.rate.value ?? value).valueOf()) }
  return { what: 'rate', from, ...(step && { to: step.to }), ...figures, ...difference(other, total), asked }
}

function withTakes(outline: Outline, from: Stage, longer: number, asked: boolean, total: bigint): Sensitivity {
  const step = outline.steps.find((one) => one.from === from)
  const days = (step?.takesDays ?? 0) + longer
  const other = {
    ...outline,
    steps: outline.steps.map((one) => (one.from === from ? { ...one, takesDays: days } : one)),
  }
  const figures = { instead: `${days} days`, of: `${step?.takesDays ?? 0} days` }
  return { what: 'takes', from, ...(step && { to: step.to }), ...figures, ...difference(other, total), asked }
}

function withDeal(outline: Outline, deal: Fraction, asked: boolean, total: bigint): Sensitivity {
  const figures = { instead: deal.toString(), of: outline.deal.toString() }
  return { what: 'deal', ...figures, ...difference({ ...outline, deal }, total), asked }
}

function difference(after: Outline, total: bigint): Pick<Sensitivity, 'needed' | 'more' | 'days'> {
  const first = after.steps[0]?.from ?? 'lead'
  if (after.made + daysToCustomer(after, first) > after.goal.last) return {}
  const [other] = neededOf(after)
  if (!other) return {}
  return { needed: other.total, more: other.total - total, days: other.days }
}
