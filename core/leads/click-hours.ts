import * as z from 'zod/mini'
import { fromInstant, toInstant } from '../names.ts'

const hourMs = 3_600_000

/** A habit shows in this many; older ones say little of the present, and an item of the table can't grow without end. */
export const clickHoursKept = 30

/** The hours (UTC, `2026-12-01T09`) in which a lead clicked in its mails, oldest first: of which hours of the week those are, its zone tells at the time of asking. */
export const clickHours = z.array(z.string())

/** Of a fact, what the hours hang on. */
interface Told {
  readonly type: string
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * The hours with this fact. An hour counts once, so that ten links of one mail are not ten times the habit. A union of which the newest are kept: any order, any
 * repeats, any portions make the same.
 */
export function withClick(before: readonly string[], { type, at, data }: Told): readonly string[] {
  if (type !== 'email-clicked' || data.machine === true) return before
  const hour = at.slice(0, 13)
  return before.includes(hour) ? before : [...before, hour].sort().slice(-clickHoursKept)
}

/** Without the hours up to that of the erasure: of its own hour nobody can tell any more what came before it. */
export function clickHoursSince(hours: readonly string[], erasedAt: string): string[] {
  return hours.filter((hour) => hour > erasedAt.slice(0, 13))
}

/** The middle of such an hour, in ms: by it the clock on the lead's wall is read, also where that is half an hour off. */
export function middleOfHour(hour: string): number {
  return fromInstant(`${hour}:00:00.000Z`) + hourMs / 2
}

/** The hour in which this instant lies. */
export function hourOf(ms: number): string {
  return toInstant(ms).slice(0, 13)
}
