import { fromInstant } from '../../names.ts'
import type { Arm as ArmOfHoldOut } from '../../nurture/hold-out.ts'
import { type Journey, reachedAt } from '../funnel/journey.ts'

export type ArmName = ArmOfHoldOut

/** One lead of a hold-out: which arm it fell into, and when. */
export interface Trial {
  readonly arm: ArmName
  readonly at: string
  readonly journey: Journey
}

/** What became of the leads of one arm within their time. */
export interface Arm {
  readonly leads: number
  readonly mql: number
  readonly sql: number
  readonly customer: number
  /** What each bought that bought something, in the smallest coins, in order of size. */
  readonly revenue: readonly number[]
}

/**
 * Both arms, counted by what happened within so long after a lead fell into its arm. Who did not have that long yet is counted nowhere, and everybody else is,
 * whether a mail went or not: so neither arm gains by what it loses. The order of the trials does not matter.
 */
export function armsOf(
  trials: readonly Trial[],
  within: { readonly ms: number; readonly coins: (revenue: number) => number },
  nowMs: number,
): Record<ArmName, Arm> {
  const counted = trials.filter(({ at }) => fromInstant(at) + within.ms <= nowMs)
  const armOf = (name: ArmName): Arm => {
    const own = counted.filter(({ arm }) => arm === name)
    const inTime = (at: string | undefined, trial: Trial) =>
      at !== undefined && at >= trial.at && fromInstant(at) <= fromInstant(trial.at) + within.ms
    const reached = (stage: 'mql' | 'sql' | 'customer') =>
      own.filter((trial) => inTime(reachedAt(trial.journey, stage), trial)).length
    const revenue = own.map((trial) =>
      Object.values(trial.journey.won)
        .filter(({ at }) => inTime(at, trial))
        .reduce((sum, won) => sum + within.coins(won.revenue), 0),
    )
    return {
      leads: own.length,
      mql: reached('mql'),
      sql: reached('sql'),
      customer: reached('customer'),
      revenue: revenue.filter((coins) => coins > 0).sort((a, b) => a - b),
    }
  }
  return { nurtured: armOf('nurtured'), 'held-out': armOf('held-out') }
}
