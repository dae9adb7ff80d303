import type { Interval } from '../../insight/two-proportions.ts'
import type { RuleName } from './judge-lead.ts'

/** What one indicator or rule says of who is won. */
export interface RuleLift extends RuleName {
  /** Leads for whom it holds. */
  readonly leads: number
  readonly won: number
  /** Part of them that was won; absent where it holds for nobody. */
  readonly precision?: number
  /** That, divided by the part of all that was won, with its interval at 95 % (bootstrap). */
  readonly lift?: number
  readonly interval?: Interval
}

/** The leads for whom a rule holds, by their places. */
export function whereHolds(holds: Uint8Array): Uint32Array {
  return Uint32Array.from([...holds.keys()].filter((lead) => holds[lead] === 1))
}

/** How many of these leads there are and how many of them were won, each as often as its weight says. */
export function countWhere(
  places: Uint32Array,
  isWon: Uint8Array,
  weights?: ArrayLike<number>,
): { leads: number; won: number } {
  let [leads, won] = [0, 0]
  for (let index = 0; index < places.length; index += 1) {
    const lead = places[index] as number
    const weight = weights ? (weights[lead] as number) : 1
    leads += weight
    if (isWon[lead]) won += weight
  }
  return { leads, won }
}

/** Part won where it holds, divided by the part won of all; NaN where it holds for nobody or nobody was won. */
export function liftOf({ leads, won }: { leads: number; won: number }, all: { won: number; lost: number }): number {
  return won / leads / (all.won / (all.won + all.lost))
}
