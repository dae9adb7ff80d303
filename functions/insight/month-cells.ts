import { attributionSplit } from '../../core/insight/funnel/attribution.ts'
import type { AttributionSplit } from '../../core/insight/funnel/attribution-names.ts'
import type { Counts } from '../../core/insight/funnel/counts.ts'
import {
  type FunnelCell,
  type QualifiedCell,
  qualifiedSplit,
  type Stays,
  type WeeksCell,
  weeksSplit,
  yearOf,
} from '../../core/insight/funnel/funnel-cells.ts'
import type { OfMonth } from '../../core/insight/funnel/funnel-view.ts'
import type { Split } from '../../core/insight/funnel/splits.ts'
import { type VisitorSplit, visitorsSplit } from '../../core/insight/funnel/visitors.ts'
import { plusMonths } from '../../core/insight/month.ts'
import { visitorsGeneration } from './count-visitors.ts'
import { readCell, readCells, readStays, type StoredCell } from './funnel-cells.ts'
import { several } from './several.ts'

const atOnce = 8

/** What is counted of the leads that came in these months, both in it, by value of a split; or of one value alone. What is stored was made here, and is not parsed. */
export async function readMonths(
  generation: number,
  split: Split,
  from: string,
  to: string,
  value?: string,
): Promise<OfMonth<FunnelCell>[]> {
  const cells =
    value === undefined
      ? await readCells(generation, split, yearOf(from), yearOf(to))
      : await Promise.all(yearsFrom(from, to).map((year) => readCell(generation, split, year, value)))
  return cells.flatMap((one) => (one === undefined ? [] : monthsOf<FunnelCell>(one, from, to)))
}

/** Whose doing it was what became of the leads that came in these months, by value of a split. */
export async function readAttribution(
  generation: number,
  by: AttributionSplit,
  from: string,
  to: string,
): Promise<OfMonth<Counts>[]> {
  const cells = await readCells(generation, attributionSplit(by), yearOf(from), yearOf(to))
  return cells.flatMap((one) => monthsOf<Counts>(one, from, to))
}

function monthsOf<Cell>({ value, counts }: StoredCell, from: string, to: string): OfMonth<Cell>[] {
  return Object.entries(counts)
    .filter(([month]) => from <= month && month <= to)
    .map(([month, cell]) => ({ month, value, cell: cell as Cell }))
}

/** How long they stayed, the leads of these values that came in these months: a range for each value. */
export async function readStaysOf(
  generation: number,
  split: Split,
  values: ReadonlySet<string>,
  from: string,
  to: string,
): Promise<OfMonth<Stays>[]> {
  const found: OfMonth<Stays>[] = []
  await several(values, atOnce, async (value) => {
    const cells = await readStays(generation, split, value, from, to)
    for (const { time, counts } of cells) found.push({ month: time, value, cell: counts as unknown as Stays })
  })
  return found
}

/** Who became qualified in these months and in the one before, which the first of them is compared with. */
export async function readQualified(generation: number, from: string, to: string): Promise<QualifiedCell> {
  const first = plusMonths(from, -1)
  const years = await readCells(generation, qualifiedSplit, yearOf(first), yearOf(to))
  const months = years.flatMap(({ counts }) => Object.entries(counts))
  return Object.fromEntries(months.filter(([month]) => first <= month && month <= to)) as QualifiedCell
}

/** The visitors that first came in these months, both in it, by where they came from. */
export async function readVisitors(by: VisitorSplit, from: string, to: string): Promise<OfMonth<Counts>[]> {
  const cells = await readCells(visitorsGeneration, visitorsSplit(by), yearOf(from), yearOf(to))
  return cells.flatMap((one) => monthsOf<Counts>(one, from, to))
}

/** How many leads became MQLs, by ISO week of these, both in it. */
export async function readMqlWeeks(generation: number, from: string, to: string): Promise<WeeksCell> {
  const years = await readCells(generation, weeksSplit, yearOf(from), yearOf(to))
  const weeks = years.flatMap(({ counts }) => Object.entries(counts))
  return Object.fromEntries(weeks.filter(([week]) => from <= week && week <= to)) as WeeksCell
}

function yearsFrom(from: string, to: string): string[] {
  const first = Number(yearOf(from))
  return Array.from({ length: Number(yearOf(to)) - first + 1 }, (_, index) => String(first + index).padStart(4, '0'))
}
