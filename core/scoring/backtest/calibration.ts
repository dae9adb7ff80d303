import { type Interval, wilson } from '../../insight/two-proportions.ts'
import { type ScoreCounts, totalsOf } from './score-counts.ts'

/** The chance of a win by score: 1 / (1 + exp(-(slope × score + start))). */
export interface Curve {
  readonly slope: number
  readonly start: number
}

/**
 * The curve that fits the leads best. J. Platt, Probabilistic outputs for support vector machines, 1999, with his targets, which keep it finite where scores part wins
 * and losses wholly; found by Newton's method.
 */
export function fitCurve(counts: ScoreCounts): Curve {
  const { scores, won, lost } = counts
  const all = totalsOf(counts)
  const [ifWon, ifLost] = [(all.won + 1) / (all.won + 2), 1 / (all.lost + 2)]
  // Around their middle and in units of their spread, so that a step in one number does not ask for a step in the other.
  const leads = all.won + all.lost
  const mean = sumOf(scores, (score, index) => score * at(counts, index)) / leads
  const spread = Math.sqrt(sumOf(scores, (score, index) => (score - mean) ** 2 * at(counts, index)) / leads) || 1
  const fits = (slope: number, start: number): number =>
    sumOf(scores, (score, index) => {
      const z = (slope * (score - mean)) / spread + start
      const target = (won[index] as number) * ifWon + (lost[index] as number) * ifLost
      return at(counts, index) * softplus(z) - target * z
    })
  let [slope, start] = [0, Math.log((all.won + 1) / (all.lost + 1))]
  for (let step = 0; step < 100; step += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12]
    for (const [index, score] of scores.entries()) {
      const x = (score - mean) / spread
      const p = 1 / (1 + Math.exp(-(slope * x + start)))
      const missed = at(counts, index) * p - ((won[index] as number) * ifWon + (lost[index] as number) * ifLost)
      const bend = at(counts, index) * p * (1 - p)
      g0 += missed
      g1 += missed * x
      h00 += bend
      h01 += bend * x
      h11 += bend * x * x
    }
    if (Math.hypot(g0, g1) < 1e-10 * leads) break
    const determinant = h00 * h11 - h01 * h01
    // All leads with one score: the curve is flat.
    if (!(determinant > 1e-18 * h00 * h00)) break
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant]
    let length = 1
    const before = fits(slope, start)
    while (length > 1e-10 && !(fits(slope - length * d1, start - length * d0) <= before)) length /= 2
    slope -= length * d1
    start -= length * d0
  }
  return { slope: slope / spread, start: start - (slope * mean) / spread }
}

export function chanceOf({ slope, start }: Curve, score: number): number {
  return 1 / (1 + Math.exp(-(slope * score + start)))
}

/** The mean squared distance of chance and outcome; 0 is perfect. G. W. Brier, Monthly Weather Review 78 (1950) 1–3. */
export function brier(counts: ScoreCounts, chance: (score: number) => number): number {
  const { scores, won, lost } = counts
  const all = totalsOf(counts)
  const sum = sumOf(scores, (score, index) => {
    const p = chance(score)
    return (won[index] as number) * (1 - p) ** 2 + (lost[index] as number) * p ** 2
  })
  return sum / (all.won + all.lost)
}

/** Leads with scores from `from` up to and with `to`: what the curve says of them, and what became of them. */
export interface Band {
  readonly from: number
  readonly to: number
  readonly leads: number
  readonly won: number
  /** Mean chance by the curve. */
  readonly expected: number
  readonly share: number
  readonly interval: Interval
}

/** What the curve says and what was, by bands of scores as wide as at most ten of them need; a band that nobody is in is left out. */
export function reliability(counts: ScoreCounts, curve: Curve): Band[] {
  const { scores, won } = counts
  const [least = 0, most = 0] = [scores[0], scores.at(-1)]
  const widths = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000]
  const bandOf = (score: number, width: number) => Math.floor(score / width)
  const width = widths.find((one) => bandOf(most, one) - bandOf(least, one) < 10) ?? 10_000
  const bands = Map.groupBy(scores.keys(), (index) => bandOf(scores[index] as number, width))
  return [...bands].flatMap(([band, places]) => {
    const leads = sumOf(places, (index) => at(counts, index))
    if (leads === 0) return []
    const reached = sumOf(places, (index) => won[index] as number)
    const expected = sumOf(places, (index) => at(counts, index) * chanceOf(curve, scores[index] as number)) / leads
    const interval = wilson({ reached, leads })
    return [
      {
        from: band * width,
        to: (band + 1) * width - 1,
        leads,
        won: reached,
        expected,
        share: reached / leads,
        interval,
      },
    ]
  })
}

function at({ won, lost }: ScoreCounts, index: number): number {
  return (won[index] as number) + (lost[index] as number)
}

function sumOf(values: readonly number[], of: (value: number, index: number) => number): number {
  let sum = 0
  for (const [index, value] of values.entries()) sum += of(value, index)
  return sum
}

function softplus(z: number): number {
  return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z))
}
