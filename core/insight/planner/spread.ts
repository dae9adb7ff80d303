import Fraction from 'fraction.js'
import { type Day, mondayOf, weekOf } from '../iso-week.ts'
import { wholeOf } from './money.ts'

/** Days from first to last, both in it; none where last lies before first. */
export interface Days {
  readonly first: Day
  readonly last: Day
}

export function lengthOf({ first, last }: Days): number {
  return Math.max(0, last - first + 1)
}

/** The days that lie in both. */
export function shared(one: Days, other: Days): Days {
  return { first: Math.max(one.first, other.first), last: Math.min(one.last, other.last) }
}

/** The ISO weeks that hold some of these days: the name, and those of its days that are meant. */
export function weeksOf(days: Days): { readonly week: string; readonly days: Days }[] {
  if (lengthOf(days) === 0) return []
  const first = mondayOf(days.first)
  return Array.from({ length: Math.floor((mondayOf(days.last) - first) / 7) + 1 }, (_, n) => {
    const monday = first + n * 7
    return { week: weekOf(monday), days: shared(days, { first: monday, last: monday + 6 }) }
  })
}

/**
 * So many whole things spread evenly over days, by week. Rounded are the sums from the beginning and not the weeks, so that the weeks add up to the total exactly
 * and no week is further than one from its even part.
 */
export function spread(total: bigint, days: Days): Map<string, bigint> {
  const even = new Fraction(total).div(Math.max(1, lengthOf(days)))
  let before = 0n
  return new Map(
    weeksOf(days).map(({ week, days: { last } }) => {
      const until = wholeOf(
        even
          .mul(last - days.first + 1)
          .add(1, 2)
          .floor(),
      )
      const here = until - before
      before = until
      return [week, here]
    }),
  )
}
