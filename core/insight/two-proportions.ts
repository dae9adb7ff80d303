/** So many of so many. */
export interface Counted {
  readonly reached: number
  readonly leads: number
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** The quantile of the normal distribution for two-sided 95 %. */
export const z95 = 1.959963984540054
/** And for the power of a test, one-sided: the values of any table. */
const zOfPower: Readonly<Record<number, number>> = {
  0.8: 0.8416212335729143,
  0.85: 1.0364333894937898,
  0.9: 1.2815515655446004,
  0.95: 1.6448536269514722,
}

/**
 * How many leads each of two variants needs, so that a difference from `one` to `other` (parts of 1) is found with this power by a two-sided test at 5 %. Fleiss,
 * Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, section 4.3, without correction for continuity; as `power.prop.test` of R.
 */
export function leadsNeeded(one: number, other: number, power: number): number {
  const zPower = zOfPower[power]
  if (zPower === undefined) throw new RangeError('a power of 0.8, 0.85, 0.9 or 0.95')
  const mean = (one + other) / 2
  const under = z95 * Math.sqrt(2 * mean * (1 - mean))
  const beyond = zPower * Math.sqrt(one * (1 - one) + other * (1 - other))
  return Math.ceil((under + beyond) ** 2 / (other - one) ** 2)
}

/** The score interval of a proportion at 95 %: E. B. Wilson, JASA 22 (1927) 209–212. Everything from 0 to 1 where nobody was counted. */
export function wilson({ reached, leads }: Counted): Interval {
  if (leads === 0) return { low: 0, high: 1 }
  const share = reached / leads
  const z2 = z95 ** 2
  const middle = share + z2 / (2 * leads)
  const half = z95 * Math.sqrt((share * (1 - share)) / leads + z2 / (4 * leads ** 2))
  const low = (middle - half) / (1 + z2 / leads)
  const high = (middle + half) / (1 + z2 / leads)
  return { low: reached === 0 ? 0 : low, high: reached === leads ? 1 : high }
}

/**
 * The interval of the difference `other - one` at 95 %, from the two score intervals: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10. It
 * keeps what it promises also for few leads and for shares near 0 and 1.
 */
export function newcombe(one: Counted, other: Counted): Interval {
  if (one.leads === 0 || other.leads === 0) return { low: -1, high: 1 }
  const [p1, p2] = [one.reached / one.leads, other.reached / other.leads]
  const [first, second] = [wilson(one), wilson(other)]
  const difference = p2 - p1
  return {
    low: difference - Math.hypot(p2 - second.low, first.high - p1),
    high: difference + Math.hypot(second.high - p2, p1 - first.low),
  }
}
