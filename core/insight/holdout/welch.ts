import { type Interval, z95 } from '../two-proportions.ts'

/** So many values that are nothing beside those that are given, all in whole coins. */
export interface Values {
  readonly count: number
  readonly others: readonly number[]
}

/**
 * The difference of two means `other - one`, with its interval at 95 % where neither variance is taken to be that of the other: B. L. Welch, Biometrika 34 (1947)
 * 28–35. Sums are of whole numbers and exact, so that no order of the values gives another result.
 */
export function welch(one: Values, other: Values): { readonly difference: number } & Interval {
  const [a, b] = [momentsOf(one), momentsOf(other)]
  const [ofOne, ofOther] = [a.variance / one.count, b.variance / other.count]
  const difference = b.mean - a.mean
  const freedom = (ofOne + ofOther) ** 2 / (ofOne ** 2 / (one.count - 1) + ofOther ** 2 / (other.count - 1))
  const half = ofOne + ofOther === 0 ? 0 : studentT95(freedom) * Math.sqrt(ofOne + ofOther)
  return { difference, low: difference - half, high: difference + half }
}

/**
 * The quantile of Student's t for two-sided 95 %, by the expansion of M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, 26.7.5: right to 0.002
 * from 5 degrees of freedom on, and to 0.00001 from 20.
 */
export function studentT95(freedom: number): number {
  const z = z95
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ]
  return terms.reduce((sum, term, n) => sum + term / freedom ** (n + 1), z)
}

function momentsOf({ count, others }: Values): { mean: number; variance: number } {
  const n = BigInt(count)
  const sum = others.reduce((total, value) => total + BigInt(value), 0n)
  const squares = others.reduce((total, value) => total + BigInt(value) ** 2n, 0n)
  return { mean: Number(sum) / count, variance: Number(n * squares - sum * sum) / count / (count - 1) }
}
