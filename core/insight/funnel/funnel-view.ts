import { type Stage, stages } from '../../leads/lead.ts'
import type { Day } from '../iso-week.ts'
import { monthsBetween, plusMonths } from '../month.ts'
import type { Interval } from '../two-proportions.ts'
import { type Conversion, conversionsOf, growthOf, leadQuality } from './conversion.ts'
import { type FunnelCell, type QualifiedCell, revenueOf, type Stays, summedAll } from './funnel-cells.ts'
import type { Split } from './splits.ts'
import { type TimeInStage, timeInStage } from './time-in-stage.ts'

/** So many rows are shown at most, those with the most leads; how many are left out is said. */
export const rowsAtMost = 200

/** What is asked of the funnel: leads that came in these months, both in it, split or not, each month apart or together. */
export interface FunnelAsked {
  readonly from: string
  readonly to: string
  readonly by: Split
  readonly byMonth: boolean
  /** This value of the split alone. */
  readonly value?: string | undefined
}

/** What is counted of one month and value. */
export interface OfMonth<What> {
  readonly month: string
  readonly value: string
  readonly cell: What
}

/** A row before it is written out: all that is counted of it, of the months that it stands for. */
export type CountedRow = OfMonth<FunnelCell>

/** The rows that are shown, and how many are left out. */
export interface CountedRows {
  readonly shown: readonly CountedRow[]
  readonly left?: FunnelView['left']
}

export interface FunnelRow {
  readonly value: string
  /** Absent where all months are together. */
  readonly month?: string
  readonly reached: Readonly<Record<Stage, number>>
  readonly conversions: readonly Conversion[]
  /** Lead quality rate: MQLs of leads. */
  readonly quality: Conversion
  /** Absent where it is not asked for; with the whole of Kaplan and Meier's estimate where there is one row. */
  readonly timeInStage?: readonly (Omit<TimeInStage, 'stillThere'> & Partial<Pick<TimeInStage, 'stillThere'>>)[]
  readonly deals: number
  readonly revenue: number
}

/** How many became MQLs in a month, whenever they came, and how much that is more than in the month before. */
export interface Growth {
  readonly value: string
  readonly month: string
  readonly qualified: number
  /** Part of one; absent where there was none before, or where the month is not over. */
  readonly growth?: number
  readonly interval?: Interval
  readonly running?: true
}

export interface FunnelView {
  readonly items: readonly FunnelRow[]
  /** Rows that are not shown, and their leads. */
  readonly left?: { readonly rows: number; readonly leads: number }
  readonly growth: readonly Growth[]
}

/** The rows of these cells, which are those of the split in the months that are asked for. */
export function rowsIn(asked: FunnelAsked, cells: readonly OfMonth<FunnelCell>[]): CountedRows {
  const rows = [...grouped(asked, cells).values()].map((group): CountedRow => {
    const [{ month, value }] = group
    return { month, value, cell: summedAll(group.map(({ cell }) => cell)) }
  })
  const ordered = rows.sort(
    (a, b) =>
      (asked.byMonth ? compare(a.month, b.month) : 0) || cameIn(b.cell) - cameIn(a.cell) || compare(a.value, b.value),
  )
  if (ordered.length <= rowsAtMost) return { shown: ordered }
  const most = new Set([...ordered].sort((a, b) => cameIn(b.cell) - cameIn(a.cell)).slice(0, rowsAtMost))
  const left = ordered.filter((row) => !most.has(row))
  return {
    shown: ordered.filter((row) => most.has(row)),
    left: { rows: left.length, leads: left.reduce((sum, { cell }) => sum + cameIn(cell), 0) },
  }
}

/** The funnel as it is asked for. `stayed` are the stays of the values that are shown, where they are asked for; `qualified` is who became so, by month and origin. */
export function funnelView(
  asked: FunnelAsked,
  { shown, left }: CountedRows,
  stayed: readonly OfMonth<Stays>[] | undefined,
  qualified: QualifiedCell,
  today: Day,
  thisMonth: string,
): FunnelView {
  const times = stayed && grouped(asked, stayed)
  const timesOf = (row: CountedRow) => times && (times.get(groupOf(asked, row)) ?? []).map(({ cell }) => cell)
  return {
    items: shown.map((row) => rowOf(row, asked, timesOf(row), today, shown.length === 1)),
    ...(left && { left }),
    growth: growthIn(asked, qualified, thisMonth),
  }
}

/** What stands in one row together. */
export function grouped<What>(
  asked: FunnelAsked,
  cells: readonly OfMonth<What>[],
): Map<string, [OfMonth<What>, ...OfMonth<What>[]]> {
  const groups = new Map<string, [OfMonth<What>, ...OfMonth<What>[]]>()
  for (const one of cells) {
    if (asked.value !== undefined && one.value !== asked.value) continue
    const group = groups.get(groupOf(asked, one))
    if (group) group.push(one)
    else groups.set(groupOf(asked, one), [one])
  }
  return groups
}

function groupOf({ byMonth }: FunnelAsked, { month, value }: OfMonth<unknown>): string {
  return byMonth ? `${month}/${value}` : value
}

function rowOf(
  { value, month, cell }: CountedRow,
  { byMonth }: FunnelAsked,
  stayed: readonly Stays[] | undefined,
  today: Day,
  whole: boolean,
): FunnelRow {
  return {
    value,
    ...(byMonth && { month }),
    reached: Object.fromEntries(stages.map((stage) => [stage, cell.reached?.[stage] ?? 0])) as Record<Stage, number>,
    conversions: conversionsOf(cell),
    quality: leadQuality(cell),
    ...(stayed && {
      timeInStage: stages.slice(0, -1).map((stage) => {
        const { stillThere, ...rest } = timeInStage(stayed, stage, today)
        return whole ? { ...rest, stillThere } : rest
      }),
    }),
    deals: cell.won?.deals ?? 0,
    revenue: revenueOf(cell),
  }
}

/** A month that still runs is no month to compare with. */
function growthIn({ from, to, by, value: only }: FunnelAsked, qualified: QualifiedCell, thisMonth: string): Growth[] {
  const byValue = new Map<string, Map<string, number>>()
  for (const [month, origins] of Object.entries(qualified)) {
    for (const [origin, many] of Object.entries(origins)) {
      const value = by === 'origin' ? origin : 'all'
      if (by === 'origin' && only !== undefined && value !== only) continue
      const months = byValue.get(value) ?? new Map<string, number>()
      byValue.set(value, months.set(month, (months.get(month) ?? 0) + many))
    }
  }
  return [...byValue]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([value, months]) =>
      Array.from({ length: Math.max(0, monthsBetween(from, to)) }, (_, index): Growth => {
        const month = plusMonths(from, index)
        const [before, after] = [months.get(plusMonths(month, -1)) ?? 0, months.get(month) ?? 0]
        if (month >= thisMonth) return { value, month, qualified: after, ...(month === thisMonth && { running: true }) }
        const grown = growthOf(before, after)
        if (!grown) return { value, month, qualified: after }
        const { growth, low, high } = grown
        return { value, month, qualified: after, growth, interval: { low, high } }
      }),
    )
}

/** All who are counted in a cell are at least subscribers. */
function cameIn({ reached }: FunnelCell): number {
  return reached?.subscriber ?? 0
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
