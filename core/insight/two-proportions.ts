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

/**
 * Quantiles of the normal distribution for comparing so many variants with each other. `all`: for two-sided 95 % of all pairs together, each at 5 % divided by
 * the number of pairs (O. J. Dunn, Journal of the American Statistical Association 56 (1961) 52–64). `power`: one-sided, what may be missed divided by the
 * number of others, so that with this power the best is found to be better than each of them. Reckoned by Python's NormalDist.
 */
const zOfVariants: Readonly<
  Record<number, { readonly all: number; readonly power: Readonly<Record<number, number>> }>
> = {
  2: {
    all: z95,
    power: { 0.8: 0.8416212335729144, 0.85: 1.0364333894937894, 0.9: 1.2815515655446008, 0.95: 1.6448536269514715 },
  },
  3: {
    all: 2.3939797998185104,
    power: { 0.8: 1.2815515655446008, 0.85: 1.439531470938456, 0.9: 1.6448536269514715, 0.95: 1.9599639845400536 },
  },
  4: {
    all: 2.638257273476751,
    power: { 0.8: 1.5010859460440247, 0.85: 1.6448536269514715, 0.9: 1.8339146358159142, 0.95: 2.128045234184984 },
  },
  5: {
    all: 2.8070337683438114,
    power: { 0.8: 1.6448536269514715, 0.85: 1.7804643416920258, 0.9: 1.9599639845400536, 0.95: 2.2414027276049464 },
  },
}

/** The quantile with which intervals of the differences of all pairs of so many variants (2 to 5) hold together at 95 %. */
export function zOfPairs(variants: number): number {
  return quantilesOf(variants).all
}

function quantilesOf(variants: number) {
  const found = zOfVariants[variants]
  if (!found) throw new RangeError('2 to 5 variants')
  return found
}

/**
 * How many leads each of so many variants needs, so that one that brings `other` where the rest bring `one` (parts of 1) is found with this power by two-sided
 * tests at 5 % in all. Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, section 4.3, without correction for continuity; of two
 * as `power.prop.test` of R.
 */
export function leadsNeeded(one: number, other: number, power: number, variants = 2): number {
  const { all, power: powers } = quantilesOf(variants)
  const zPower = powers[power]
  if (zPower === undefined) throw new RangeError('a power of 0.8, 0.85, 0.9 or 0.95')
  const mean = (one + other) / 2
  const under = all * Math.sqrt(2 * mean * (1 - mean))
  const beyond = zPower * Math.sqrt(one * (1 - one) + other * (1 - other))
  return Math.ceil((under + beyond) ** 2 / (other - one) ** 2)
}

/** The score interval of a proportion, at 95 % unless told otherwise: E. B. Wilson, JASA 22 (1927) 209–212. Everything from 0 to 1 where nobody was counted. */
export function wilson({ reached, leads }: Counted, z = z95): Interval {
  if (leads === 0) return { low: 0, high: 1 }
  const share = reached / leads
  const z2 = z ** 2
  const middle = share + z2 / (2 * leads)
  const half = z * Math.sqrt((share * (1 - share)) / leads + z2 / (4 * leads ** 2))
  const low = (middle - half) / (1 + z2 / leads)
  const high = (middle + half) / (1 + z2 / leads)
  return { low: reached === 0 ? 0 : low, high: reached === leads ? 1 : high }
}

/**
 * The interval of the difference `other - one`, at 95 % unless told otherwise, from the two score intervals: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10. It
 * keeps what it promises also for few leads and for shares near 0 and 1.
 */
export function newcombe(one: Counted, other: Counted, z = z95): Interval {
  if (one.leads === 0 || other.leads === 0) return { low: -1, high: 1 }
  const [p1, p2] = [one.reached / one.leads, other.reached / other.leads]
  const [first, second] = [wilson(one, z), wilson(other, z)]
  const difference = p2 - p1
  return {
    low: difference - Math.hypot(p2 - second.low, first.high - p1),
    high: difference + Math.hypot(second.high - p2, p1 - first.low),
  }
}
