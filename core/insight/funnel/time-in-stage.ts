import type { Stage } from '../../leads/lead.ts'
import type { Day } from '../iso-week.ts'
import type { FunnelCell } from './funnel-cells.ts'
import { kaplanMeier, quantile, type Stay, type StillThere } from './kaplan-meier.ts'

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

/** How long leads stay in a stage, as far as is known on a day: those still there count as having stayed until then, those lost until they were. */
export function timeInStage(cell: FunnelCell, stage: Stage, today: Day): TimeInStage {
  const stays: Stay[] = []
  let [entered, left, open, closed] = [0, 0, 0, 0]
  for (const [day, stay] of Object.entries(cell.stays[stage] ?? {})) {
    const gone = rowsOf(stay.left, 'left')
    const lost = rowsOf(stay.closed, 'open')
    const rest = stay.entered - sum(gone, 'left') - sum(lost, 'open')
    entered += stay.entered
    left += sum(gone, 'left')
    closed += sum(lost, 'open')
    open += rest
    stays.push(...gone, ...lost, { days: Math.max(0, today - Number(day)), left: 0, open: rest })
  }
  const stillThere = kaplanMeier(stays)
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

function rowsOf(counts: Readonly<Record<string, number>> | undefined, kind: 'left' | 'open'): Stay[] {
  return Object.entries(counts ?? {}).map(([days, many]) => ({
    days: Number(days),
    left: kind === 'left' ? many : 0,
    open: kind === 'open' ? many : 0,
  }))
}

function sum(stays: readonly Stay[], kind: 'left' | 'open'): number {
  return stays.reduce((total, one) => total + one[kind], 0)
}

function written(found: ReturnType<typeof quantile>): QuantileOfDays | undefined {
  if (!found) return undefined
  const { days, low, high } = found
  return { days, ...(low !== undefined && { low }), ...(high !== undefined && { high }) }
}
