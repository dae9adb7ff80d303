import { type Stage, stages } from '../../leads/lead.ts'
import { type Interval, wilson } from '../two-proportions.ts'
import type { FunnelCell } from './funnel-cells.ts'

export interface Conversion {
  readonly from: Stage
  readonly to: Stage
  readonly leads: number
  readonly reached: number
  /** Part of 1; absent where there was nobody. */
  readonly rate?: number
  readonly interval: Interval
}

/** How many of those who were at least at a stage were at least at the next, with Wilson's interval. Of leads that came lately more may still go on. */
export function conversionsOf({ reached = {} }: FunnelCell): Conversion[] {
  return stages.slice(1).map((to, index) => conversion(reached, stages[index] as Stage, to))
}

/** Lead quality rate: the part of the leads that came in a month which became qualified. */
export function leadQuality({ reached = {} }: FunnelCell): Conversion {
  return conversion(reached, 'lead', 'mql')
}

function conversion(counts: NonNullable<FunnelCell['reached']>, from: Stage, to: Stage): Conversion {
  const counted = { leads: counts[from] ?? 0, reached: counts[to] ?? 0 }
  return {
    from,
    to,
    ...counted,
    ...(counted.leads > 0 && { rate: counted.reached / counted.leads }),
    interval: wilson(counted),
  }
}

/**
 * Growth from one month to the next: after / before − 1, with its interval at 95 %. Of two counts that come independently the part of the second in both is a
 * proportion: J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313–323; its interval is Wilson's. Undefined where nothing came before: nothing grows from nothing.
 */
export function growthOf(before: number, after: number): ({ readonly growth: number } & Interval) | undefined {
  if (before === 0) return undefined
  const { low, high } = wilson({ reached: after, leads: before + after })
  return { growth: after / before - 1, low: low / (1 - low) - 1, high: high / (1 - high) - 1 }
}
