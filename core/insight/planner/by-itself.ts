import Fraction from 'fraction.js'
import { wholeOf } from './money.ts'
import type { Needed } from './needed.ts'
import { type Expected, expectedIn, type Pace } from './pace.ts'
import { lengthOf, weeksOf } from './spread.ts'

/** How the leads that are needed come about: some by themselves, the rest is what controllable sources must bring. */
export interface Shares {
  /** What comes without anybody's doing, with the interval that its number will lie in. */
  readonly byItself: Expected
  /** What controllable sources must bring, never less than nothing; and what it is where more or less comes by itself. */
  readonly controllable: { readonly total: bigint; readonly low: bigint; readonly high: bigint }
  /** What comes by itself beyond what is needed. */
  readonly surplus: bigint
  /** By ISO week: what is expected by itself, and what controllable sources must bring so that no week falls behind. */
  readonly weeks: readonly {
    readonly week: string
    readonly byItself: Fraction
    readonly controllable: bigint
  }[]
}

/**
 * Subtracts what comes by itself from what is needed at the stage that the funnel begins with. A week in which more comes by itself than is needed helps those after
 * it and none before: so controllable sources may have to bring more than the difference of the totals where what comes by itself comes late.
 */
export function sharesOf({ total, days }: Needed, byThemselves: readonly Pace[]): Shares {
  const weeks = weeksOf(days)
  const even = new Fraction(total).div(lengthOf(days))
  let behind = new Fraction(0)
  let brought = 0n
  let came = new Fraction(0)
  const rows = weeks.map(({ week, days: { last } }) => {
    const until = { first: days.first, last }
    const expected = expectedIn(byThemselves, until).value
    const lack = even.mul(last - days.first + 1).sub(expected)
    if (lack.gt(behind)) behind = lack
    const bring = wholeOf(behind.ceil()) - brought
    brought += bring
    const comes = expected.sub(came)
    came = expected
    return { week, byItself: comes, controllable: bring }
  })
  const byItself = expectedIn(byThemselves, days)
  const less = (comes: number) => {
    const rest = total - BigInt(Math.floor(comes))
    return rest > 0n ? rest : 0n
  }
  const low = less(byItself.high)
  const high = less(byItself.low)
  const over = wholeOf(byItself.value.floor()) - total
  return {
    byItself,
    controllable: { total: brought, low: low < brought ? low : brought, high: high > brought ? high : brought },
    surplus: over > 0n ? over : 0n,
    weeks: rows,
  }
}
