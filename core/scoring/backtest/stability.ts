/** How far the make-up of leads moved from one period to the next. */
export interface Shift {
  /** Population stability index: sum over the bins of (later − earlier) × ln(later / earlier), as parts of 1. */
  readonly psi: number
  /** What chance alone stays under 99 times of 100, for so many leads and bins: several fields are looked at at once. */
  readonly byChance: number
  /** `large` from 0.25, `some` from 0.1, and only where it is more than chance. */
  readonly verdict: 'none' | 'some' | 'large'
}

/**
 * The population stability index of two counts over the same bins, with its usual marks of 0.1 and 0.25 (N. Siddiqi, Credit Risk Scorecards, 2006). Few leads alone give
 * a high one: without any shift it is, divided by 1/n + 1/m, about chi-squared with a degree for each bin but one (B. Yurdakul and J. Naranjo, Statistical properties of
 * the population stability index, Journal of Risk Model Validation 14(4), 2020). An empty bin counts as half a lead.
 */
export function shiftOf(earlier: readonly number[], later: readonly number[]): Shift {
  const kept = earlier.flatMap((count, bin) => (count + (later[bin] ?? 0) > 0 ? [bin] : []))
  const filled = (counts: readonly number[]) => kept.map((bin) => counts[bin] || 0.5)
  const [before, after] = [filled(earlier), filled(later)]
  const [n, m] = [sum(before), sum(after)]
  if (kept.length < 2) return { psi: 0, byChance: 0, verdict: 'none' }
  const psi = sum(
    before.map((count, bin) => {
      const [one, other] = [count / n, (after[bin] as number) / m]
      return (other - one) * Math.log(other / one)
    }),
  )
  const byChance = chiSquared99(kept.length - 1) * (1 / n + 1 / m)
  const verdict = psi <= byChance || psi < 0.1 ? 'none' : psi < 0.25 ? 'some' : 'large'
  return { psi, byChance, verdict }
}

/** The quantile of chi-squared at 99 %: E. B. Wilson and M. M. Hilferty, PNAS 17 (1931) 684–688; within 1 % of the tables. */
export function chiSquared99(degrees: number): number {
  const part = 2 / (9 * degrees)
  return degrees * (1 - part + 2.3263478740408408 * Math.sqrt(part)) ** 3
}

/** Bins for numbers: as many of the earlier ones in each of ten as their ties allow; answers the place of a number among them. */
export function tenthsOf(earlier: readonly number[]): (value: number) => number {
  const sorted = [...earlier].sort((a, b) => a - b)
  const edges = [
    ...new Set(Array.from({ length: 9 }, (_, n) => sorted[Math.floor(((n + 1) * sorted.length) / 10)] as number)),
  ]
  return (value) => edges.filter((edge) => value >= edge).length
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0)
}
