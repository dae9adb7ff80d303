import Fraction from 'fraction.js'
import type { Stage } from '../../leads/lead.ts'
import { dayOf } from '../iso-week.ts'
import { type Interval, z95 } from '../two-proportions.ts'
import type { Source } from './plan.ts'
import { type Days, lengthOf, shared } from './spread.ts'

/** How fast leads come from one source, and in which days at all. */
export interface Pace {
  readonly perDay: Fraction
  /** What that was counted from; absent where it was typed in, and then nothing is known of how well it holds. */
  readonly counted?: { readonly leads: number; readonly days: number }
  readonly active: Days
}

/** How many are expected to come, with the interval in which their number will lie at 95 % as far as that is known. */
export interface Expected extends Interval {
  readonly value: Fraction
}

/** The pace of a source at the stage that the funnel begins with. */
export function paceOf(source: Source, first: Stage): Pace {
  const { counted, starts, ends } = source
  const active = {
    first: starts === undefined ? Number.NEGATIVE_INFINITY : dayOf(starts),
    last: ends === undefined ? Number.POSITIVE_INFINITY : dayOf(ends),
  }
  if (!counted) return { perDay: new Fraction(String(source['per-week'] ?? 0)).div(7), active }
  const leads = counted[first] ?? 0
  const days = dayOf(counted.to) - dayOf(counted.from) + 1
  return { perDay: new Fraction(leads, days), counted: { leads, days }, active }
}

/**
 * What comes in these days if all goes on at these paces. The intervals of the sources are put together by adding the squares of their distances (MOVER, as in
 * `product`).
 */
export function expectedIn(paces: readonly Pace[], days: Days): Expected {
  const each = paces.map((pace) => ofOne(pace, lengthOf(shared(pace.active, days))))
  const value = each.reduce((sum, one) => sum.add(one.value), new Fraction(0))
  const point = value.valueOf()
  const far = (limit: 'low' | 'high') => Math.hypot(...each.map((one) => one[limit] - one.value.valueOf()))
  return { value, low: Math.max(0, point - far('low')), high: point + far('high') }
}

/**
 * The number of leads to come in `days`, after so many came in `counted.days`, when they come independently of each other (Poisson): the interval that the
 * difference of both paces leaves, by the joint sampling approach of K. Krishnamoorthy and J. Peng, Journal of Statistical Planning and Inference 141 (2011)
 * 1709–1718. With n and m days and x counted, the y for which |n·y − m·x| ≤ z·√(n·m·(x + y)).
 */
function ofOne({ perDay, counted }: Pace, days: number): Expected {
  const value = perDay.mul(days)
  const point = value.valueOf()
  if (!counted || days === 0) return { value, low: point, high: point }
  const ratio = days / counted.days
  const x = counted.leads
  const middle = x + z95 ** 2 / 2
  const half = z95 * Math.sqrt(x * (1 + 1 / ratio) + z95 ** 2 / 4)
  return { value, low: x === 0 ? 0 : Math.max(0, ratio * (middle - half)), high: ratio * (middle + half) }
}
