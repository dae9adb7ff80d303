import { durationMs } from '../../duration.ts'
import { fromInstant } from '../../names.ts'
import type { Arm as ArmName } from '../../nurture/hold-out.ts'
import { addCounts, type Counts } from '../funnel/counts.ts'
import { cellKey, monthIn } from '../funnel/funnel-cells.ts'
import type { Journey } from '../funnel/journey.ts'
import { type Day, dayIn } from '../iso-week.ts'
import { type Arm, armsOf } from './hold-out-arms.ts'

/** The name under which the cells of hold-outs stand beside the splits of the funnel. */
export const holdOutSplit = 'hold-out'

const dayMs = 86_400_000
const stages = ['leads', 'mql', 'sql', 'customer'] as const
const none: Arm = { leads: 0, mql: 0, sql: 0, customer: 0, revenue: [] }

/**
 * What a lead counts in the hold-outs that it is in, by the month in which it fell into its arm: under `<within>/<arm>/<day>` what became of it in its time, and what it
 * bought, so many of each sum. Who did not have the time yet stands under a day that is not looked at.
 */
export function holdOutsCounted(journey: Journey, zone: string): [string, Counts][] {
  return Object.entries(journey.trials ?? {}).map(([sequence, { at, arm, within }]) => {
    const { [arm]: found } = armsOf(
      [{ arm, at, journey }],
      { ms: durationMs(within), coins: coinsOf },
      Number.POSITIVE_INFINITY,
    )
    const [coins] = found.revenue
    const counted: Counts = Object.fromEntries(stages.flatMap((name) => (found[name] > 0 ? [[name, 1]] : [])))
    const day = String(dayIn(zone, fromInstant(at)))
    return [
      cellKey(monthIn(zone, at), holdOutSplit, sequence),
      { [within]: { [arm]: { [day]: { ...counted, ...(coins !== undefined && { revenue: { [coins]: 1 } }) } } } },
    ]
  })
}

/** Both arms as they are on a day, of those who fell into theirs long enough ago; and how many did not have their time yet, or had another time. */
export function armsIn(
  cells: readonly Counts[],
  within: string,
  today: Day,
): { arms: Record<ArmName, Arm>; waiting: number; otherTime: number } {
  const all: Counts = {}
  for (const cell of cells) addCounts(all, cell)
  const lastDay = today - Math.ceil(durationMs(within) / dayMs) - 1
  let [waiting, otherTime] = [0, 0]
  const arms: Record<ArmName, Arm> = { nurtured: none, 'held-out': none }
  for (const [time, byArm] of Object.entries(all)) {
    for (const [arm, byDay] of Object.entries(byArm) as [ArmName, Record<string, OfDay>][]) {
      for (const [day, counted] of Object.entries(byDay)) {
        const { leads = 0 } = counted
        if (time !== within) otherTime += leads
        else if (Number(day) > lastDay) waiting += leads
        else arms[arm] = together(arms[arm], counted)
      }
    }
  }
  return { arms, waiting, otherTime }
}

interface OfDay {
  readonly leads?: number
  readonly mql?: number
  readonly sql?: number
  readonly customer?: number
  readonly revenue?: Readonly<Record<string, number>>
}

function together(arm: Arm, { leads = 0, mql = 0, sql = 0, customer = 0, revenue = {} }: OfDay): Arm {
  const bought = Object.entries(revenue).flatMap(([coins, many]) => Array.from({ length: many }, () => Number(coins)))
  return {
    leads: arm.leads + leads,
    mql: arm.mql + mql,
    sql: arm.sql + sql,
    customer: arm.customer + customer,
    revenue: [...arm.revenue, ...bought].sort((a, b) => a - b),
  }
}

/** Revenue in hundredths, which adds up exactly. */
export function coinsOf(revenue: number): number {
  return Math.round(revenue * 100)
}
