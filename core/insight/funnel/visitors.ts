import * as z from 'zod/mini'
import { type Stage, stage, stages } from '../../leads/lead.ts'
import type { Visitor } from '../../website/visitor.ts'
import { type Interval, wilson } from '../two-proportions.ts'
import { addCounts, type Counts } from './counts.ts'
import { cellKey, monthIn, unnamed, yearOf } from './funnel-cells.ts'
import { type FunnelAsked, grouped, type OfMonth, rowsAtMost } from './funnel-view.ts'
import { type Journey, reachedAt } from './journey.ts'
import type { Cells } from './read-model.ts'
import type { Split } from './splits.ts'

/** By what visitors can be told apart: the first page of a browser tells no more. */
const visitorSplits = ['all', 'source', 'campaign'] as const satisfies readonly Split[]
export type VisitorSplit = (typeof visitorSplits)[number]

export function isVisitorSplit(by: Split): by is VisitorSplit {
  return (visitorSplits as readonly Split[]).includes(by)
}

/** The name under which visitors are counted, of all together or by where they came from. */
export function visitorsSplit(by: VisitorSplit): string {
  return by === 'all' ? 'visitors' : `visitors-${by}`
}

/** What visitors may come to be. */
const reachable = stages.slice(stages.indexOf('lead'))

/** What is counted of one visitor: the month of its first visit, where it came from then, whether a form or a link in a mail said who it is, and how far that person came. */
export const countedVisitor = z.object({
  month: z.string(),
  named: z.boolean(),
  /** Absent in what was counted before it was told. */
  source: z.optional(z.string()),
  campaign: z.optional(z.string()),
  /** It is of a person who was a lead before its first visit, and became none by it. */
  already: z.optional(z.literal(true)),
  stage: z.optional(stage),
})
export type CountedVisitor = z.infer<typeof countedVisitor>

export interface VisitorChange {
  readonly before?: CountedVisitor | undefined
  readonly after: CountedVisitor
}

/** How many visitors came to a stage, with Wilson's interval. */
export interface VisitorConversion {
  readonly to: Stage
  /** Those that came, without those of people who were leads before. */
  readonly visitors: number
  readonly reached: number
  /** Part of 1; absent where there was none. */
  readonly rate?: number
  readonly interval: Interval
}

/** Visitors of one month, or of all that are asked for, how many of them said who they are, and what became of them. */
export interface VisitorRow {
  /** Absent where all are together. */
  readonly value?: string
  /** Absent where all months are together. */
  readonly month?: string
  readonly came: number
  /** A part of those that came: leads that never were visitors (posts, lists) are not among them. */
  readonly named: number
  /** Part of 1; absent where nobody came. */
  readonly rate?: number
  readonly interval: Interval
  /** Of people who were leads before: part of those that are named, and of no conversion. */
  readonly already: number
  readonly conversions: readonly VisitorConversion[]
}

/** Whom the figures of visitors are of, as an answer says it. */
export const visitorsAre =
  'browsers that agreed to be tracked, each counted once, in the month of its first visit; conversions are of those whose person was no lead before it'

/** What is to be counted of a visitor that first came then; the journey is that of the person whom it belongs to. */
export function countedOfVisitor(
  { firstAt, landing, leadId }: Pick<Visitor, 'landing' | 'leadId'> & { readonly firstAt: string },
  person: Pick<Journey, 'reached'> | undefined,
  zone: string,
): CountedVisitor {
  const leadAt = person && reachedAt(person, 'lead')
  const furthest = person && stages.findLast((name) => person.reached[name] !== undefined)
  return {
    month: monthIn(zone, firstAt),
    named: leadId !== undefined,
    source: landing?.source ?? unnamed,
    campaign: landing?.campaign ?? unnamed,
    ...(leadAt !== undefined && leadAt < firstAt && { already: true }),
    ...(furthest !== undefined && { stage: furthest }),
  }
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

/** The visitors that first came in these months, with Wilson's intervals; told apart as leads are, those with the most first, and how many rows are not shown. */
export function visitorRows(
  asked: FunnelAsked,
  months: readonly OfMonth<Counts>[],
): { readonly visitors: readonly VisitorRow[]; readonly visitorsLeft?: { rows: number; visitors: number } } {
  const rows = [...grouped(asked, months).values()].map((group) => {
    const [{ month, value }] = group
    const sum: Counts = {}
    for (const { cell } of group) addCounts(sum, cell)
    return { ...(asked.by !== 'all' && { value }), ...(asked.byMonth && { month }), ...rowOf(sum) }
  })
  if (asked.by === 'all' && !asked.byMonth && rows.length === 0) return { visitors: [rowOf({})] }
  const most = rows.sort((a, b) => b.came - a.came || compare(a.value, b.value))
  const left = most.slice(rowsAtMost)
  return {
    visitors: most
      .slice(0, rowsAtMost)
      .sort((a, b) => compare(a.month, b.month) || b.came - a.came || compare(a.value, b.value)),
    ...(left.length > 0 && {
      visitorsLeft: { rows: left.length, visitors: left.reduce((sum, { came }) => sum + came, 0) },
    }),
  }
}

function add(cells: Cells, { month, named, source, campaign, already, stage: furthest }: CountedVisitor, by: 1 | -1) {
  const passed = furthest === undefined ? [] : reachable.slice(0, reachable.indexOf(furthest) + 1)
  const reached = already ? {} : Object.fromEntries(passed.map((name) => [name, 1]))
  const counts = { came: 1, ...(named && { named: 1 }), ...(already && { already: 1 }), reached }
  const values = { all: 'all', source, campaign }
  for (const split of visitorSplits) {
    const value = values[split]
    if (value === undefined) continue
    const key = cellKey(yearOf(month), visitorsSplit(split), value)
    const cell = cells.get(key) ?? {}
    addCounts(cell, { [month]: counts }, by)
    cells.set(key, cell)
  }
}

function rowOf(counts: Counts): Omit<VisitorRow, 'month' | 'value'> {
  const [came, named, already] = [Number(counts.came ?? 0), Number(counts.named ?? 0), Number(counts.already ?? 0)]
  const reached = typeof counts.reached === 'object' ? counts.reached : {}
  return {
    came,
    named,
    ...partOf(named, came),
    already,
    conversions: reachable.map((to) => {
      const many = Number(reached[to] ?? 0)
      return { to, visitors: came - already, reached: many, ...partOf(many, came - already) }
    }),
  }
}

function partOf(reached: number, of: number): { rate?: number; interval: Interval } {
  return { ...(of > 0 && { rate: reached / of }), interval: wilson({ reached, leads: of }) }
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
