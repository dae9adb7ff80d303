import * as z from 'zod/mini'
import { clickHoursKept, hourOf } from '../leads/click-hours.ts'
import { weekHourAt } from '../nurture/send-time/hour-weights.ts'

const hourMs = 3_600_000
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** For so many weeks before the start a persona clicked at its hours: more than all leads together count for. */
const weeks = 5

/** When somebody made up clicked before: `[tue 20:00, thu 07:00]`, by its own clock. */
export const reads = z
  .array(
    z
      .string()
      .check(
        z.regex(/^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):00$/, 'write a weekday and a full hour: tue 20:00'),
      ),
  )
  .check(z.maxLength(6))

/** The hours in which it clicked, as a profile has them. */
export function clickHoursOf(given: readonly string[], zone: string, nowMs: number): string[] {
  const wanted = new Set(given.map((one) => weekdays.indexOf(one.slice(0, 3)) * 24 + Number(one.slice(4, 6))))
  const hours = Array.from({ length: weeks * 7 * 24 }, (_, ago) => nowMs - (ago + 1) * hourMs)
  return hours
    .map((ms) => hourOf(ms))
    .filter((hour) => wanted.has(weekHourAt(zone, Date.parse(`${hour}:30:00.000Z`))))
    .sort()
    .slice(-clickHoursKept)
}
