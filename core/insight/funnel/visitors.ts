import * as z from 'zod/mini'
import { type Interval, wilson } from '../two-proportions.ts'
import { addCounts, type Counts } from './counts.ts'
import { cellKey, monthIn, yearOf } from './funnel-cells.ts'
import type { Cells } from './read-model.ts'

/** The name under which visitors are counted. Nobody knows where a stranger came from, so there is one cell a year, by month. */
export const visitorsSplit = 'visitors'

/** What is counted of one visitor: the month of its first visit, and whether a form or a link in a mail said who it is. */
export const countedVisitor = z.object({ month: z.string(), named: z.boolean() })
export type CountedVisitor = z.infer<typeof countedVisitor>

export interface VisitorChange {
  readonly before?: CountedVisitor | undefined
  readonly after: CountedVisitor
}

/** Visitors of one month, or of all that are asked for, and how many of them said who they are. */
export interface VisitorRow {
  /** Absent where all months are together. */
  readonly month?: string
  readonly came: number
  /** A part of those that came: leads that never were visitors (posts, lists) are not among them. */
  readonly named: number
  /** Part of 1; absent where nobody came. */
  readonly rate?: number
  readonly interval: Interval
}

/** What is to be counted of a visitor that first came then. */
export function countedOfVisitor(firstAt: string, isNamed: boolean, zone: string): CountedVisitor {
  return { month: monthIn(zone, firstAt), named: isNamed }
}

/** What these changes add to the cells of visitors, and take out of them. */
export function visitorDifference(changes: readonly VisitorChange[]): Cells {
  const cells: Cells = new Map()
  for (const { before, after } of changes) {
    if (before) add(cells, before, -1)
    add(cells, after, 1)
  }
  for (const [key, counts] of cells) if (Object.keys(counts).length === 0) cells.delete(key)
  return cells
}

/** The visitors that first came in these months, with Wilson's interval; each month apart or together. */
export function visitorRows(months: Readonly<Record<string, Counts>>, byMonth: boolean): VisitorRow[] {
  if (byMonth)
    return Object.entries(months)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, counts]) => ({ month, ...rowOf(counts) }))
  const sum: Counts = {}
  for (const counts of Object.values(months)) addCounts(sum, counts)
  return [rowOf(sum)]
}

function add(cells: Cells, { month, named }: CountedVisitor, by: 1 | -1): void {
  const key = cellKey(yearOf(month), visitorsSplit, 'all')
  const cell = cells.get(key) ?? {}
  addCounts(cell, { [month]: { came: 1, ...(named && { named: 1 }) } }, by)
  cells.set(key, cell)
}

function rowOf(counts: Counts): Omit<VisitorRow, 'month'> {
  const [came, named] = [Number(counts.came ?? 0), Number(counts.named ?? 0)]
  return {
    came,
    named,
    ...(came > 0 && { rate: named / came }),
    interval: wilson({ reached: named, leads: came }),
  }
}
