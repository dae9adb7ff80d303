import type { Stage } from '../../leads/lead.ts'
import type { Day } from '../iso-week.ts'
import type { Stays } from './funnel-cells.ts'
import { kaplanMeier, quantile, type StillThere } from './kaplan-meier.ts'

export interface TimeInStage {
  readonly stage: Stage
  readonly entered: number
  readonly left: number
  /** Still there on the day of asking, and lost before they went on. */
  readonly open: number
  readonly closed: number
  /** Days after which a quarter, half and three quarters have gone on; absent where so many did not yet. */
  readonly quarter?: QuantileOfDays
  readonly median?: QuantileOfDays
  readonly threeQuarters?: QuantileOfDays
  readonly stillThere: readonly StillThere[]
}

export interface QuantileOfDays {
  readonly days: number
  /** At 95 %; absent where it is open on that side. */
  readonly low?: number
  readonly high?: number
}

/**
 * How long leads of these months stay in a stage, as far as is known on a day: those still there count as having stayed until then, those lost until they were. The
 * months are gone through one after the other, since to add them up before takes longer than all the rest.
 */
export function timeInStage(months: readonly Stays[], stage: Stage, today: Day): TimeInStage {
  const byDays = new Map<number, { days: number; left: number; open: number }>()
  const add = (days: number, left: number, open: number) => {
    const known = byDays.get(days)
    if (!known) byDays.set(days, { days, left, open })
    else {
      known.left += left
      known.open += open
    }
  }
  let [entered, left, open, closed] = [0, 0, 0, 0]
  for (const stays of months) {
    for (const [day, stay] of Object.entries(stays[stage] ?? {})) {
      let rest = stay.entered
      for (const [days, many] of Object.entries(stay.left ?? {})) {
        add(Number(days), many, 0)
        left += many
        rest -= many
      }
      for (const [days, many] of Object.entries(stay.closed ?? {})) {
        add(Number(days), 0, many)
        closed += many
        rest -= many
      }
      add(Math.max(0, today - Number(day)), 0, rest)
      entered += stay.entered
      open += rest
    }
  }
  const stillThere = kaplanMeier([...byDays.values()])
  const [quarter, median, threeQuarters] = [0.25, 0.5, 0.75].map((part) => written(quantile(stillThere, part)))
  return {
    stage,
    entered,
    left,
    open,
    closed,
    ...(quarter && { quarter }),
    ...(median && { median }),
    ...(threeQuarters && { threeQuarters }),
    stillThere,
  }
}

function written(found: ReturnType<typeof quantile>): QuantileOfDays | undefined {
  if (!found) return undefined
  const { days, low, high } = found
  return { days, ...(low !== undefined && { low }), ...(high !== undefined && { high }) }
}
