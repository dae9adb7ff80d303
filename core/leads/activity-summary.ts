import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import type { ActivityFacts } from '../condition.ts'
import { fromInstant, instant, toInstant } from '../names.ts'

const dayMs = 86_400_000

/** For so many days before the newest act it is kept how many there were each day; of all before, when the last one of each type was. */
export const daysKept = 90
/** So many acts of one type count for one day, at most: an item of the table can't grow without end. */
export const countedADay = 20

/** Characters that stand for one act: two acts of a day are taken for one once in 16 million times. */
const markLength = 4

/**
 * What a lead did itself, in short, by activity type: when it was the last time, and each day's acts (UTC) as marks, which make a repeat known again, whenever
 * it comes.
 */
export const activitySummary = z.record(z.string(), z.object({ last: instant, days: z.record(z.string(), z.string()) }))
export type ActivitySummary = z.infer<typeof activitySummary>

/**
 * The summary with this act of the lead. Of a day the smallest marks are kept and of the days the newest, so acts in any order, with any repeats, in any portions,
 * make the same summary.
 */
export function withAct(
  summary: ActivitySummary,
  { id, type, at }: { readonly id: string; readonly type: string; readonly at: string },
): ActivitySummary {
  const before = Object.hasOwn(summary, type) ? summary[type] : undefined
  const day = at.slice(0, 10)
  const mark = createHash('sha256').update(`${at} ${id}`).digest('base64url').slice(0, markLength)
  const marks = [...new Set([...marksOf(before?.days[day]), mark])].sort().slice(0, countedADay)
  const days = { ...before?.days, [day]: marks.join('') }
  return newestDays({ ...summary, [type]: { last: before && before.last > at ? before.last : at, days } })
}

function newestDays(summary: ActivitySummary): ActivitySummary {
  const newest = Object.values(summary).reduce((most, { last }) => (last > most ? last : most), '')
  const from = toInstant(fromInstant(newest) - daysKept * dayMs).slice(0, 10)
  return daysFrom(summary, from)
}

/** The summary without what was known of the days before this one (like `2026-12-01`). */
export function daysFrom(summary: ActivitySummary, from: string): ActivitySummary {
  return Object.fromEntries(
    Object.entries(summary).map(([type, { last, days }]) => [
      type,
      { last, days: Object.fromEntries(Object.entries(days).filter(([day]) => day >= from)) },
    ]),
  )
}

/**
 * How long ago each act was, by type, as conditions ask for it; `any` has them all. The last one of a type is known to the moment, those before by their days:
 * each counts as late as its day, so that a count takes in the whole of its first day.
 */
export function agesOf(summary: ActivitySummary, nowMs: number): ActivityFacts {
  const ages = Object.entries(summary).map(([type, { last, days }]): [string, number[]] => {
    const least = nowMs - fromInstant(last)
    const counted = Object.entries(days).flatMap(([day, marks]) =>
      marksOf(marks).map(() => Math.max(least, nowMs - fromInstant(day) - dayMs + 1)),
    )
    // Of older acts, and of a day on which an erasure fell, there is the last one alone.
    return [type, counted.includes(least) ? counted : [least, ...counted]]
  })
  return { ...Object.fromEntries(ages), any: ages.flatMap(([, own]) => own) }
}

/** How many acts of each day, by type, for people to read. */
export function shownActivity(summary: ActivitySummary) {
  return Object.fromEntries(
    Object.entries(summary).map(([type, { last, days }]) => [
      type,
      { last, days: Object.fromEntries(Object.entries(days).map(([day, marks]) => [day, marksOf(marks).length])) },
    ]),
  )
}

function marksOf(marks = ''): string[] {
  return marks.match(/.{4}/g) ?? []
}
