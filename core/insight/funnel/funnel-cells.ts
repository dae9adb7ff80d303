import * as z from 'zod/mini'
import { type Stage, stage, stages } from '../../leads/lead.ts'
import { fromInstant } from '../../names.ts'
import { dateOf, dayIn } from '../iso-week.ts'
import { type Journey, reachedAt } from './journey.ts'

/** By what leads are told apart; `all` tells none apart. */
export const splits = ['all', 'origin', 'source', 'campaign', 'form', 'sequence'] as const
export type Split = (typeof splits)[number]

/** What has no name of its own, as a lead without a campaign. */
export const unnamed = 'none'

const counts = z.record(z.string(), z.int())

/**
 * What is counted of the leads of one month (by when they came), of one split and value: how many were at least at each stage; and of who stayed in a stage, by the
 * day on which they came into it, how many there were, and after how many days how many went on (`left`) or were lost (`closed`). The rest is still there: how long,
 * only the day of asking tells.
 */
export const funnelCell = z.object({
  reached: z.partialRecord(stage, z.int()),
  stays: z.partialRecord(
    stage,
    z.record(z.string(), z.object({ entered: z.int(), left: z.optional(counts), closed: z.optional(counts) })),
  ),
})
export type FunnelCell = z.infer<typeof funnelCell>
type Stays = NonNullable<FunnelCell['stays'][Stage]>

/** The cells of a funnel by `<month>/<split>/<value>`, like `2026-11/source/google`. */
export type FunnelCells = Map<string, FunnelCell>

/** The key of one cell. */
export function cellKey(month: string, split: Split, value: string): string {
  return `${month}/${split}/${value}`
}

/**
 * Takes what one lead's journey counted out of the cells, and puts in what it counts now: either may be absent (a new lead, an erased one). What is counted is a sum
 * over the leads, so that cells which followed each change are the same as cells made anew from all journeys. Changes the cells that are given.
 */
export function countJourney(
  cells: FunnelCells,
  zone: string,
  before: Journey | undefined,
  after: Journey | undefined,
): void {
  if (before) count(cells, zone, before, -1)
  if (after) count(cells, zone, after, 1)
}

function count(cells: FunnelCells, zone: string, journey: Journey, by: 1 | -1): void {
  const cameAt = reachedAt(journey, 'subscriber')
  // "An address on a list is not a lead before an act of its own."
  if (cameAt === undefined) return
  const month = dateOf(dayIn(zone, fromInstant(cameAt))).slice(0, 7)
  const added = cellOf(journey, zone)
  for (const [split, value] of valuesOf(journey)) {
    const key = cellKey(month, split, value)
    const cell = cells.get(key) ?? { reached: {}, stays: {} }
    put(cell, added, by)
    if (Object.keys(cell.reached).length === 0) cells.delete(key)
    else cells.set(key, cell)
  }
}

/** Adds what another cell counts to a cell, or takes it out, in its place: a copy of the cell for each lead would cost more than all the rest. */
function put(cell: FunnelCell, other: FunnelCell, by: 1 | -1): void {
  bumpEach(cell.reached, other.reached, by)
  for (const name of stages) {
    const days = cell.stays[name] ?? {}
    for (const [day, { entered, left, closed }] of Object.entries(other.stays[name] ?? {})) {
      const stay = days[day] ?? { entered: 0 }
      const sum: Stays[string] = { entered: stay.entered + by * entered }
      const [gone, lost] = [bumpEach(stay.left ?? {}, left, by), bumpEach(stay.closed ?? {}, closed, by)]
      if (Object.keys(gone).length > 0) sum.left = gone
      if (Object.keys(lost).length > 0) sum.closed = lost
      if (sum.entered === 0) delete days[day]
      else days[day] = sum
    }
    if (Object.keys(days).length === 0) delete cell.stays[name]
    else cell.stays[name] = days
  }
}

/** What comes to nothing is not kept, so that equal counts are equal cells. */
function bumpEach(
  counts: Record<string, number>,
  other: Readonly<Record<string, number>> = {},
  by: 1 | -1 = 1,
): Record<string, number> {
  for (const [key, many] of Object.entries(other)) {
    const sum = (counts[key] ?? 0) + by * many
    if (sum === 0) delete counts[key]
    else counts[key] = sum
  }
  return counts
}

/** Where a lead came from: by its list where it stood on one before it did anything, else by its first touch. */
function valuesOf({ came, listed, sequences }: Journey): [Split, string][] {
  const byList = listed && (!came || listed.at < came.at) ? listed : undefined
  return [
    ['all', 'all'],
    ['origin', byList?.origin ?? 'inbound'],
    ['source', byList?.source ?? came?.source ?? unnamed],
    ['campaign', came?.campaign ?? unnamed],
    ['form', came?.form ?? unnamed],
    ...(sequences.length === 0 ? [unnamed] : sequences).map((id): [Split, string] => ['sequence', id]),
  ]
}

/** What one lead counts. */
function cellOf(journey: Journey, zone: string): FunnelCell {
  const reached: FunnelCell['reached'] = {}
  const stays: FunnelCell['stays'] = {}
  for (const name of stages) {
    if (reachedAt(journey, name) !== undefined) reached[name] = 1
    const stay = stayIn(journey, name, zone)
    if (stay) stays[name] = stay
  }
  return { reached, stays }
}

/** Nobody stays in a stage that was passed over, nor in the last one. */
function stayIn(journey: Journey, name: Stage, zone: string): Stays | undefined {
  const next = stages[stages.indexOf(name) + 1]
  const enteredAt = journey.reached[name]
  if (next === undefined || enteredAt === undefined) return undefined
  const leftAt = reachedAt(journey, next)
  if (leftAt !== undefined && leftAt <= enteredAt) return undefined
  const entered = dayIn(zone, fromInstant(enteredAt))
  const after = (at: string) => ({ [dayIn(zone, fromInstant(at)) - entered]: 1 })
  const { lostAt } = journey
  return {
    [entered]: {
      entered: 1,
      ...(leftAt !== undefined && { left: after(leftAt) }),
      // Who was lost and went on after all went on.
      ...(leftAt === undefined && lostAt !== undefined && lostAt >= enteredAt && { closed: after(lostAt) }),
    },
  }
}

/** Two cells added up, for a query over several months. */
export function summed(one: FunnelCell, other: FunnelCell): FunnelCell {
  const sum = structuredClone(one)
  put(sum, other, 1)
  return sum
}
