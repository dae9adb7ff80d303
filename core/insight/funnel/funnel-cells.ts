import * as z from 'zod/mini'
import { type Stage, stage, stages } from '../../leads/lead.ts'
import { listBefore } from '../../leads/lead-source.ts'
import { fromInstant } from '../../names.ts'
import { dateOf, dayIn, weekOf } from '../iso-week.ts'
import { addCounts, type Counts } from './counts.ts'
import { type Journey, reachedAt } from './journey.ts'
import type { Split } from './splits.ts'

/** What has no name of its own, as a lead without a campaign. */
export const unnamed = 'none'

const counts = z.record(z.string(), z.int())

/** What is counted of the leads that came in one month, of one split and value: how many were at least at each stage, and what they bought. */
export const funnelCell = z.object({
  reached: z.optional(z.partialRecord(stage, z.int())),
  /** Deals won, and their revenue: whole millions, and what is over them in thousandths. Whole numbers alone add up to the same in any order. */
  won: z.optional(
    z.object({ deals: z.optional(z.int()), millions: z.optional(z.int()), thousandths: z.optional(z.int()) }),
  ),
})
export type FunnelCell = z.infer<typeof funnelCell>

/** A cell of a split: one value over a year, month by month (`2026-11`). What came of a month takes so little room that a year of it is read as fast. */
export const yearCell = z.record(z.string(), funnelCell)

/** The name under which stays lie, apart from the cells of their split: they take most of the room, and few ask how long it took. */
export const staysSplit = 'stays'

/**
 * Of the leads of one month, split and value who stayed in a stage, by the day on which they came into it: how many there were, and after how many days how many went
 * on (`left`) or were lost (`closed`). The rest is still there: how long, only the day of asking tells.
 */
export const stays = z.partialRecord(
  stage,
  z.record(z.string(), z.object({ entered: z.int(), left: z.optional(counts), closed: z.optional(counts) })),
)
export type Stays = z.infer<typeof stays>

/** The name under which it is counted in which month leads became qualified, whenever they came. */
export const qualifiedSplit = 'qualified'

/** The one cell of a year: how many became qualified, by month and origin. */
export const qualifiedCell = z.record(z.string(), z.record(z.string(), z.int()))
export type QualifiedCell = z.infer<typeof qualifiedCell>

/** The name under which it is counted in which week leads became MQLs, which is what marketing promises. */
export const weeksSplit = 'mql-weeks'

/** The one cell of a year: how many became MQLs, by ISO week. */
export const weeksCell = z.record(z.string(), z.int())
export type WeeksCell = z.infer<typeof weeksCell>

/** The key of one cell, by what is in it: `2026/source/google`, `2026-11/stays/source/google`, `2026/qualified/all`. */
export function cellKey(time: string, split: string, value: string): string {
  return `${time}/${split}/${value}`
}

/**
 * The cells that one lead is counted in, by key, with what it counts there. What is counted is a sum over the leads, so that cells which followed each change are the
 * same as cells made anew from all journeys. "An address on a list is not a lead before an act of its own."
 */
export function countedOf(journey: Journey, zone: string): [string, Counts][] {
  const cameAt = reachedAt(journey, 'subscriber')
  if (cameAt === undefined) return []
  const month = monthIn(zone, cameAt)
  const ofMonth = { [month]: cellOf(journey) }
  const stayed = staysOf(journey, zone) as Counts
  const values = valuesOf(journey)
  return [
    ...values.map(([split, value]): [string, Counts] => [cellKey(yearOf(month), split, value), ofMonth]),
    ...(Object.keys(stayed).length === 0 ? [] : values).map(([split, value]): [string, Counts] => [
      cellKey(month, staysSplit, `${split}/${value}`),
      stayed,
    ]),
    ...qualifiedIn(journey, zone),
  ]
}

/** The year of a month or a week. */
export function yearOf(month: string): string {
  return month.slice(0, 4)
}

/** The month of a time, by the company’s clock. */
export function monthIn(zone: string, at: string): string {
  return dateOf(dayIn(zone, fromInstant(at))).slice(0, 7)
}

/** Where a lead came from: by its list where it stood on one before it did anything, else by its first touch. */
function valuesOf(journey: Journey): [Split, string][] {
  const { came, sequences } = journey
  const byList = listBefore(journey.listed, journey.came)
  return [
    ['all', 'all'],
    ['origin', originOf(journey)],
    ['source', byList?.source ?? came?.source ?? unnamed],
    ['campaign', byList?.campaign ?? came?.campaign ?? unnamed],
    ['form', came?.form ?? unnamed],
    ...(sequences.length === 0 ? [unnamed] : sequences).map((id): [Split, string] => ['sequence', id]),
  ]
}

function originOf({ came, listed }: Journey): string {
  return listBefore(listed, came)?.origin ?? 'inbound'
}

/** Who passed over being qualified became it in no month and no week. */
function qualifiedIn(journey: Journey, zone: string): [string, Counts][] {
  const at = cameIntoAt(journey, 'mql')
  if (at === undefined) return []
  const month = monthIn(zone, at)
  const week = weekOf(dayIn(zone, fromInstant(at)))
  return [
    [cellKey(yearOf(month), qualifiedSplit, 'all'), { [month]: { [originOf(journey)]: 1 } }],
    [cellKey(yearOf(week), weeksSplit, 'all'), { [week]: 1 }],
  ]
}

function cellOf(journey: Journey): Counts {
  const reached = Object.fromEntries(
    stages.filter((name) => reachedAt(journey, name) !== undefined).map((name) => [name, 1]),
  )
  const won = wonIn(journey)
  return { reached, ...(won && { won }) }
}

const million = 1_000_000

function wonIn({ won }: Journey): Counts | undefined {
  const deals = Object.values(won)
  if (deals.length === 0) return undefined
  const counts: Counts = {}
  for (const { revenue } of deals) {
    const millions = Math.floor(revenue / million)
    addCounts(counts, { deals: 1, millions, thousandths: Math.round((revenue - millions * million) * 1_000) })
  }
  return counts
}

/** The revenue that a cell counts. */
export function revenueOf({ won }: FunnelCell): number {
  return (won?.millions ?? 0) * million + (won?.thousandths ?? 0) / 1_000
}

function staysOf(journey: Journey, zone: string): Stays {
  const found: Stays = {}
  for (const name of stages) {
    const stay = stayIn(journey, name, zone)
    if (stay) found[name] = stay
  }
  return found
}

/** When a lead came into a stage, unless it passed over it: who comes into a later one at the same time did. */
function cameIntoAt(journey: Journey, name: Stage): string | undefined {
  const at = journey.reached[name]
  const next = stages[stages.indexOf(name) + 1]
  const leftAt = next && reachedAt(journey, next)
  return at === undefined || (leftAt !== undefined && leftAt <= at) ? undefined : at
}

/** Nobody stays in a stage that was passed over, nor in the last one. */
function stayIn(journey: Journey, name: Stage, zone: string): Stays[Stage] {
  const next = stages[stages.indexOf(name) + 1]
  const enteredAt = cameIntoAt(journey, name)
  if (next === undefined || enteredAt === undefined) return undefined
  const leftAt = reachedAt(journey, next)
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

/** Many cells added up: one copy for all, since a copy for each would cost more than the adding. */
export function summedAll(cells: readonly FunnelCell[]): FunnelCell {
  const sum: Counts = {}
  for (const cell of cells) addCounts(sum, cell as Counts)
  return sum as FunnelCell
}
