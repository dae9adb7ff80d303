import { durationMs } from '../duration.ts'
import {
  hasDate,
  instantOf,
  isoDate,
  type LocalDate,
  type LocalTime,
  localAt,
  plusDays,
  startOfDate,
  timeOfMinutes,
  weekdayOf,
} from '../local-time.ts'
import type { Calendar } from './policy.ts'
import { minutesOf, weekdaysOf } from './work-week.ts'

/** Is this local date (`2026-05-09`) a public holiday? `holidays.ts` makes one of a country. */
export type IsHoliday = (date: string) => boolean

/** When people work: hours by ISO weekday in minutes after midnight, and the dates on which they don't. */
export interface WorkCalendar {
  readonly zone: string
  readonly hours: ReadonlyMap<number, { readonly from: number; readonly to: number }>
  readonly isOff: IsHoliday
}

/** So many days in a row without work: no SLA can be kept in such a calendar. */
const idleDaysAtMost = 3_660

/** The calendar of a policy with the holidays that count in it. */
export function workCalendar(calendar: Calendar, isHoliday: IsHoliday): WorkCalendar {
  const daysOff = new Set(calendar['days-off'])
  return {
    zone: calendar.zone,
    hours: new Map(
      Object.entries(calendar.hours).flatMap(([days, hours]) =>
        weekdaysOf(days).map((day) => [day, minutesOf(hours)] as const),
      ),
    ),
    isOff: (date) => daysOff.has(date) || isHoliday(date),
  }
}

/**
 * When `duration` of working time has passed since `fromMs`, in ms. `s`, `m` and `h` count inside the working hours; `d` is the same time so many working
 * days later (`w`: weeks of as many days as are worked), within that day's hours. Throws RangeError where the calendar has no working time in ten years.
 */
export function addWorkingTime(calendar: WorkCalendar, fromMs: number, duration: string): number {
  const count = Number(duration.slice(0, -1))
  if (duration.endsWith('d')) return addWorkingDays(calendar, fromMs, count)
  if (duration.endsWith('w')) return addWorkingDays(calendar, fromMs, count * calendar.hours.size)
  return addWorkingMs(calendar, fromMs, durationMs(duration))
}

/** When so many ms of working time have passed since `fromMs`. */
export function addWorkingMs(calendar: WorkCalendar, fromMs: number, ms: number): number {
  if (ms <= 0) return fromMs
  let left = ms
  for (const { startMs, endMs } of workAfter(calendar, fromMs)) {
    if (left <= endMs - startMs) return startMs + left
    left -= endMs - startMs
  }
  return fromMs
}

/** Working time between two instants in ms; 0 when the second is not after the first. */
export function workingMsBetween(calendar: WorkCalendar, fromMs: number, toMs: number): number {
  let ms = 0
  for (const { startMs, endMs } of stretches(calendar, fromMs)) {
    if (startMs >= toMs) break
    ms += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs))
  }
  return ms
}

/** The same time of day so many working days later; from outside the hours it counts as the next opening. */
function addWorkingDays(calendar: WorkCalendar, fromMs: number, days: number): number {
  let begun: LocalTime | undefined
  let passed = 0
  for (const { date, startMs, endMs } of workAfter(calendar, fromMs)) {
    if (begun && passed >= days) return Math.min(Math.max(instantOf(calendar.zone, date, begun), startMs), endMs)
    begun ??= localAt(calendar.zone, startMs).time
    passed += 1
  }
  return fromMs
}

interface Stretch {
  readonly date: LocalDate
  readonly startMs: number
  readonly endMs: number
}

/** The stretch of work of each day from the day of `fromMs` on; empty on a day off. */
function* stretches({ zone, hours, isOff }: WorkCalendar, fromMs: number): Generator<Stretch> {
  let doneMs = Number.NEGATIVE_INFINITY
  for (let date = localAt(zone, fromMs).date; ; date = plusDays(date, 1)) {
    if (!hasDate(zone, date)) continue
    const worked = isOff(isoDate(date)) ? undefined : hours.get(weekdayOf(date))
    // Where a zone skips an hour, local times of two days can fall together: no moment is worked twice.
    const startMs = Math.max(worked ? at(zone, date, worked.from) : startOfDate(zone, date), doneMs)
    const endMs = worked ? Math.max(at(zone, date, worked.to), startMs) : startMs
    doneMs = endMs
    yield { date, startMs, endMs }
  }
}

/** What is left of each day's work after `fromMs`, without days that have none; throws RangeError when ten years have none. */
function* workAfter(calendar: WorkCalendar, fromMs: number): Generator<Stretch> {
  let idleDays = 0
  for (const { date, startMs, endMs } of stretches(calendar, fromMs)) {
    const left = { date, startMs: Math.max(startMs, fromMs), endMs }
    idleDays = left.startMs < left.endMs ? 0 : idleDays + 1
    if (idleDays > idleDaysAtMost) throw new RangeError('the calendar has no working time in ten years')
    if (idleDays === 0) yield left
  }
}

function at(zone: string, date: LocalDate, minutes: number): number {
  if (minutes === 24 * 60) return startOfDate(zone, plusDays(date, 1))
  return instantOf(zone, date, timeOfMinutes(minutes))
}
