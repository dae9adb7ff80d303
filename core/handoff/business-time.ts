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
import type { WorkCalendar } from './work-calendar.ts'

/** So many days in a row without work: no SLA can be kept in such a calendar. */
const idleDaysAtMost = 3_660
const dayMinutes = 24 * 60

/**
 * When `duration` of working time has passed since `fromMs`, in ms. `s`, `m` and `h` count inside the working hours; `d` is the same time so many working
 * days later (`w`: weeks of as many days as are worked), within that day's hours. Throws RangeError where the calendar has no working time in ten years.
 */
export function addWorkingTime(calendar: WorkCalendar, fromMs: number, duration: string): number {
  const count = Number(duration.slice(0, -1))
  if (duration.endsWith('d')) return addWorkingDays(calendar, fromMs, count)
  if (duration.endsWith('w')) return addWorkingDays(calendar, fromMs, count * calendar.week.size)
  return addWorkingMs(calendar, fromMs, durationMs(duration))
}

/** When so many ms of working time have passed since `fromMs`. */
export function addWorkingMs(calendar: WorkCalendar, fromMs: number, ms: number): number {
  if (ms <= 0) return fromMs
  let left = ms
  for (const { parts } of workAfter(calendar, fromMs)) {
    for (const { startMs, endMs } of parts) {
      if (left <= endMs - startMs) return startMs + left
      left -= endMs - startMs
    }
  }
  return fromMs
}

/** Working time between two instants in ms; 0 when the second is not after the first. */
export function workingMsBetween(calendar: WorkCalendar, fromMs: number, toMs: number): number {
  let ms = 0
  for (const { beginsMs, parts } of shifts(calendar, fromMs)) {
    if (beginsMs >= toMs) break
    for (const { startMs, endMs } of parts) ms += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs))
  }
  return ms
}

/** The same time of day so many working days later; from outside the hours it counts as the next opening. A break moves it to the end of the break. */
function addWorkingDays(calendar: WorkCalendar, fromMs: number, days: number): number {
  let begun: { time: LocalTime; nextDay: number } | undefined
  let passed = 0
  for (const { date, parts } of workAfter(calendar, fromMs)) {
    if (begun && passed >= days) {
      const wantedMs = instantOf(calendar.zone, plusDays(date, begun.nextDay), begun.time)
      const part = parts.find(({ endMs }) => wantedMs <= endMs) ?? (parts.at(-1) as Part)
      return Math.min(Math.max(wantedMs, part.startMs), part.endMs)
    }
    begun ??= begunAt(calendar.zone, date, (parts[0] as Part).startMs)
    passed += 1
  }
  return fromMs
}

/** The time of day in a shift, and whether it is that of the day after the shift began: a night's. */
function begunAt(zone: string, date: LocalDate, ms: number): { time: LocalTime; nextDay: number } {
  const local = localAt(zone, ms)
  return { time: local.time, nextDay: isoDate(local.date) === isoDate(date) ? 0 : 1 }
}

interface Part {
  readonly startMs: number
  readonly endMs: number
}

/** The work that begins on one date: its stretches, none on a day off. */
interface Shift {
  readonly date: LocalDate
  readonly beginsMs: number
  readonly parts: readonly Part[]
}

/** The shift of each day from the day before that of `fromMs` on, whose night may not be over. */
function* shifts(calendar: WorkCalendar, fromMs: number): Generator<Shift> {
  const { zone } = calendar
  let doneMs = Number.NEGATIVE_INFINITY
  for (let day = dayNamed(calendar, dayBefore(zone, localAt(zone, fromMs).date)); ; day = dayAfter(calendar, day)) {
    if (!day.isThere) continue
    const parts: Part[] = []
    for (const stretch of day.stretches) {
      // Where a zone skips an hour, or a day has hours of its own, two stretches can fall together: no moment is worked twice.
      const startMs = Math.max(stretch.startMs, doneMs)
      const endMs = Math.max(stretch.endMs, startMs)
      doneMs = endMs
      if (startMs < endMs) parts.push({ startMs, endMs })
    }
    yield { date: day.date, beginsMs: Math.max(day.beginsMs, parts[0]?.startMs ?? doneMs), parts }
  }
}

/** One date of a calendar as instants: worked out once, since a report asks thousands of times for the same days. */
interface Day {
  readonly date: LocalDate
  readonly isThere: boolean
  readonly beginsMs: number
  readonly stretches: readonly Part[]
  after?: Day
}

const daysOf = new WeakMap<WorkCalendar, Map<string, Day>>()
/** Days known of one calendar at most: eleven years. */
const daysKnown = 4_018

function dayNamed(calendar: WorkCalendar, date: LocalDate): Day {
  const { zone } = calendar
  const name = isoDate(date)
  let days = daysOf.get(calendar)
  if (!days || days.size >= daysKnown) {
    days = new Map()
    daysOf.set(calendar, days)
  }
  const known = days.get(name)
  if (known) return known
  const isThere = hasDate(zone, date)
  const stretches = isThere
    ? spansOn(calendar, date).map(({ from, to }) => ({ startMs: at(zone, date, from), endMs: at(zone, date, to) }))
    : []
  const day: Day = { date, isThere, beginsMs: startOfDate(zone, date), stretches }
  days.set(name, day)
  return day
}

function dayAfter(calendar: WorkCalendar, day: Day): Day {
  day.after ??= dayNamed(calendar, plusDays(day.date, 1))
  return day.after
}

function dayBefore(zone: string, date: LocalDate): LocalDate {
  const before = plusDays(date, -1)
  return hasDate(zone, before) ? before : plusDays(before, -1)
}

function spansOn({ week, days, isHoliday }: WorkCalendar, date: LocalDate) {
  const iso = isoDate(date)
  return days.get(iso) ?? (isHoliday(iso) ? [] : (week.get(weekdayOf(date)) ?? []))
}

/** What is left of each day's work after `fromMs`, without days that have none; throws RangeError when ten years have none. */
function* workAfter(calendar: WorkCalendar, fromMs: number): Generator<Shift> {
  let idleDays = 0
  for (const { parts, ...shift } of shifts(calendar, fromMs)) {
    const left = parts
      .filter(({ endMs }) => endMs > fromMs)
      .map(({ startMs, endMs }) => ({ startMs: Math.max(startMs, fromMs), endMs }))
    idleDays = left.length > 0 ? 0 : idleDays + 1
    if (idleDays > idleDaysAtMost) throw new RangeError('the calendar has no working time in ten years')
    if (idleDays === 0) yield { ...shift, parts: left }
  }
}

/** The instant so many minutes after midnight by the clock on the wall, be it of the next day. */
function at(zone: string, date: LocalDate, minutes: number): number {
  const day = minutes < dayMinutes ? date : plusDays(date, 1)
  const left = minutes % dayMinutes
  return left === 0 ? startOfDate(zone, day) : instantOf(zone, day, timeOfMinutes(left))
}
