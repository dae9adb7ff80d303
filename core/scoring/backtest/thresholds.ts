import { type Interval, wilson } from '../../insight/two-proportions.ts'
import type { ScoreCounts } from './score-counts.ts'

/** What sales would have got with the bar at one score. */
export interface Threshold {
  readonly score: number
  /** Leads over it. */
  readonly leads: number
  readonly won: number
  /** Part of them that was won, with its interval at 95 % (Wilson); absent where nobody is over it. */
  readonly precision?: number
  readonly interval?: Interval
  /** Part of all wins that is over it. */
  readonly recall: number
  /** Precision divided by the part of all leads that was won. */
  readonly lift?: number
}

/**
 * What each bar would have given, from the lowest to the highest. `over` counts those that pass the model's other gates, by score; `all` is everybody, so that
 * wins that a gate keeps back are missing in recall.
 */
export function thresholds(
  over: ScoreCounts,
  all: { readonly won: number; readonly lost: number },
  bars: readonly number[] = over.scores,
): Threshold[] {
  const share = all.won / (all.won + all.lost)
  const { scores } = over
  /** Leads and wins from each score up. */
  const [leadsFrom, wonFrom] = [new Float64Array(scores.length + 1), new Float64Array(scores.length + 1)]
  for (let index = scores.length - 1; index >= 0; index -= 1) {
    const won = over.won[index] as number
    wonFrom[index] = (wonFrom[index + 1] as number) + won
    leadsFrom[index] = (leadsFrom[index + 1] as number) + won + (over.lost[index] as number)
  }
  let first = 0
  return [...bars]
    .sort((a, b) => a - b)
    .map((score): Threshold => {
      while (first < scores.length && (scores[first] as number) < score) first += 1
      const [leads, won] = [leadsFrom[first] as number, wonFrom[first] as number]
      const recall = won / all.won
      if (leads === 0) return { score, leads, won, recall }
      const precision = won / leads
      return {
        score,
        leads,
        won,
        precision,
        interval: wilson({ reached: won, leads }),
        recall,
        lift: precision / share,
      }
    })
}

/** The bar that lets through at most so many leads, and of those bars the lowest; undefined where even the highest score is too many. */
export function barFor(over: ScoreCounts, leadsAtMost: number): number | undefined {
  let [leads, bar] = [0, undefined as number | undefined]
  for (let index = over.scores.length - 1; index >= 0; index -= 1) {
    const here = (over.won[index] as number) + (over.lost[index] as number)
    leads += here
    if (leads > leadsAtMost) break
    if (here > 0) bar = over.scores[index]
  }
  return bar
}

/** A dozen bars for people: round scores that are 1, 2, 5, 10 … apart, and those that are `named`. */
export function roundBars(scores: readonly number[], named: readonly number[]): number[] {
  const least = scores[0] ?? 0
  const most = scores.at(-1) ?? 0
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000].find((one) => (most - least) / one <= 10) ?? 5_000
  const round: number[] = []
  for (let bar = Math.floor(least / step) * step; bar <= most; bar += step) round.push(bar)
  return [...new Set([...round, ...named])].sort((a, b) => a - b)
}
