import {
  hasDate,
  instantOf,
  type LocalDate,
  type LocalTime,
  localAt,
  offsetAt,
  plusDays,
  timeOfMinutes,
  weekdayOf,
} from '../local-time.ts'
import type { SendWindow, Weekday } from './sequence.ts'
import { shareOf } from './share.ts'

const week: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const hour = 3_600_000

/** The opening of a window is spread over its first hour, so that not all leads are mailed in its first second. */
const spreadMs = hour
/** No clock is put forward by more: over the date line it is a whole day. */
const longestGapMs = 25 * hour

interface Opening {
  readonly openMs: number
  readonly closeMs: number
}

/**
 * When a mail may go: now if the window is open, else at its next opening, in ms. `leadZone` counts where the window says `zone: lead`.
 * Hours are what a clock on the lead's wall shows, also where the clocks change: nothing goes while that shows a time outside of them. So a time that comes twice
 * opens at the second and closes at the first; one that is left out opens as long after the gap as it lies in it, and closes where the gap begins.
 */
export function windowOpensAt(window: SendWindow, leadZone: string, nowMs: number): number {
  return Math.max(nextOpening(window, leadZone, nowMs).openMs, nowMs)
}

/** As {@link windowOpensAt}, and where the lead has to wait for the opening, somewhere in the first hour after it: always the same place for the same lead and opening. */
export function windowSlot(window: SendWindow, leadZone: string, leadId: string, nowMs: number): number {
  const { openMs, closeMs } = nextOpening(window, leadZone, nowMs)
  if (openMs <= nowMs) return nowMs
  const width = Math.min(spreadMs, (closeMs - openMs) / 2)
  return openMs + Math.floor(shareOf('opening', leadId, String(openMs)) * width)
}

/** The window that is open now, or the next one. */
export function nextOpening(window: SendWindow, leadZone: string, nowMs: number): Opening {
  const zone = window.zone === 'lead' ? leadZone : window.zone
  const days = daysOf(window)
  const [from, to] = window.hours.split('-') as [string, string]
  const today = localAt(zone, nowMs).date
  // From yesterday, since its window may run over midnight; two weeks hold every weekday even where a gap swallows one window.
  for (let offset = -1; offset <= 14; offset += 1) {
    const date = plusDays(today, offset)
    if (!days.has(week[weekdayOf(date) - 1] as Weekday) || !hasDate(zone, date)) continue
    const closeMs = closingAt(zone, to <= from ? plusDays(date, 1) : date, clockTime(to))
    const openMs = openingAt(zone, date, clockTime(from), closeMs - lengthOf(from, to))
    if (closeMs > openMs && closeMs > nowMs) return { openMs, closeMs }
  }
  throw new RangeError(`the window ${window.hours} never opens in ${zone}`)
}

/** When a window closes: where the clock first shows this time or, by a gap, a later one. */
function closingAt(zone: string, date: LocalDate, time: LocalTime): number {
  const ms = instantOf(zone, date, time)
  return showsAt(zone, ms, date, time) ? ms : startOfGap(zone, ms)
}

/**
 * When a window opens, by the last time that the clock shows this one before it closes. `ordinaryMs` is when it would without a change of the clocks in between:
 * only where that is later than the first time, there may be a second.
 */
function openingAt(zone: string, date: LocalDate, time: LocalTime, ordinaryMs: number): number {
  const firstMs = instantOf(zone, date, time)
  if (ordinaryMs <= firstMs) return firstMs
  return showsAt(zone, ordinaryMs, date, time) ? ordinaryMs : firstMs
}

/** The instant of the change of clocks that this one, as long after it as the time asked for lies in the gap, comes from: to the second, as clocks are changed. */
function startOfGap(zone: string, afterMs: number): number {
  const offset = offsetAt(zone, afterMs)
  let [before, after] = [afterMs - longestGapMs, afterMs]
  while (after - before > 1_000) {
    const middle = Math.floor((before + after) / 2_000) * 1_000
    if (offsetAt(zone, middle) === offset) after = middle
    else before = middle
  }
  return after
}

/** Do calendar and clock show this date and time at an instant? Not where they are left out: there it stands for a later one. */
function showsAt(zone: string, ms: number, date: LocalDate, time: LocalTime): boolean {
  return ms + offsetAt(zone, ms) === instantOf('UTC', date, time)
}

/** How long a window is by the clock, in ms. */
function lengthOf(from: string, to: string): number {
  const [opens, closes] = [minutesOf(from), minutesOf(to)]
  return (closes > opens ? closes - opens : closes - opens + 1_440) * 60_000
}

/** The weekdays of a window; a range may run over the end of the week (`sat-mon`). */
export function daysOf(window: SendWindow): ReadonlySet<Weekday> {
  if (typeof window.days !== 'string') return new Set(window.days)
  const [first, last = first] = window.days.split('-') as [Weekday, Weekday?]
  const from = week.indexOf(first)
  const length = ((week.indexOf(last) - from + 7) % 7) + 1
  return new Set([...week, ...week].slice(from, from + length))
}

function clockTime(text: string): LocalTime {
  return timeOfMinutes(minutesOf(text))
}

function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}
