import { hasDate, instantOf, type LocalTime, localAt, plusDays, timeOfMinutes, weekdayOf } from '../local-time.ts'
import type { SendWindow, Weekday } from './sequence.ts'
import { shareOf } from './share.ts'

const week: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const hour = 3_600_000

/** The opening of a window is spread over its first hour, so that not all leads are mailed in its first second. */
const spreadMs = hour

interface Opening {
  readonly openMs: number
  readonly closeMs: number
}

/**
 * When a mail may go: now if the window is open, else at its next opening, in ms. `leadZone` counts where the window says `zone: lead`.
 * Hours are local wall time: where the clocks change, a time that does not exist moves to the one after the gap, and one that exists twice means the first.
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
    const openMs = instantOf(zone, date, clockTime(from))
    const closeMs = instantOf(zone, to <= from ? plusDays(date, 1) : date, clockTime(to))
    if (closeMs > openMs && closeMs > nowMs) return { openMs, closeMs }
  }
  throw new RangeError(`the window ${window.hours} never opens in ${zone}`)
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
  const [hours, minutes] = text.split(':').map(Number) as [number, number]
  return timeOfMinutes(hours * 60 + minutes)
}
