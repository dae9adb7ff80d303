import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sendWindow } from '../../../core/nurture/sequence.ts'
import { nextOpening, windowOpensAt, windowSlot } from '../../../core/nurture/window.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const week = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** What clock and calendar of a zone show, in minutes since 1970 as if it were UTC, read without the library that the code uses. */
const formats = new Map<string, Intl.DateTimeFormat>()
function wall(zone: string, ms: number): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day: date = 1, hour: hours = 0, minute: minutes = 0 } = parts
  return Date.UTC(year, month - 1, date, hours, minutes) / minute
}

interface Change {
  readonly zone: string
  /** The first instant of the new time. */
  readonly ms: number
  /** By how many minutes the clock is put forward; back where it is negative. */
  readonly by: number
}

/** Every change of the clocks in a zone from 2026 to 2028, found by looking each week and halving. */
function changesOf(zone: string): Change[] {
  const offset = (ms: number) => wall(zone, ms) - ms / minute
  const found: Change[] = []
  for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2029, 0, 1); ms += 7 * day) {
    let [before, after] = [ms, ms + 7 * day]
    if (offset(before) === offset(after)) continue
    while (after - before > minute) {
      const middle = Math.floor((before + after) / 2 / minute) * minute
      if (offset(middle) === offset(before)) before = middle
      else after = middle
    }
    found.push({ zone, ms: after, by: offset(after) - offset(after - minute) })
  }
  return found
}

const zones = Intl.supportedValuesOf('timeZone')
const changes = zones.flatMap(changesOf)
/** Also the day that Apia left out and the one that Kwajalein did. */
const overTheDateLine: Change[] = [
  { zone: 'Pacific/Apia', ms: Date.parse('2011-12-30T10:00:00Z'), by: 1_440 },
  { zone: 'Pacific/Kwajalein', ms: Date.parse('1993-08-21T12:00:00Z'), by: 1_440 },
]

const clock = (minutes: number) => {
  const of = ((minutes % 1_440) + 1_440) % 1_440
  return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`
}

/** Is a window of these hours and days open while the wall shows this? Of one that runs over midnight the day counts on which it opened. */
function isInside(shown: number, from: number, to: number, days: readonly string[]): boolean {
  const time = ((shown % 1_440) + 1_440) % 1_440
  const dayOf = (minutes: number) => week[new Date(minutes * minute).getUTCDay()] ?? ''
  if (from < to) return time >= from && time < to && days.includes(dayOf(shown))
  if (time >= from) return days.includes(dayOf(shown))
  return time < to && days.includes(dayOf(shown - 1_440))
}

const minuteOfDay = fc.integer({ min: 0, max: 1_439 })
/** Hours that have to do with the change: beginning or ending within three hours of it by the wall. */
const hoursNear = ({ zone, ms }: Change) => {
  const at = ((wall(zone, ms) % 1_440) + 1_440) % 1_440
  const near = fc.integer({ min: -180, max: 180 }).map((off) => (at + off + 1_440) % 1_440)
  return fc.tuple(fc.oneof(near, minuteOfDay), fc.oneof(near, minuteOfDay)).filter(([from, to]) => from !== to)
}
const someDays = fc.subarray(week, { minLength: 1 })

function holdsAround(change: Change, numRuns: number): void {
  const { zone, ms } = change
  fc.assert(
    fc.property(
      hoursNear(change),
      fc.oneof({ weight: 3, arbitrary: fc.constant(week) }, someDays),
      fc.integer({ min: -30 * 60, max: 30 * 60 }),
      ([from, to], days, off) => {
        const window = sendWindow.parse({ days, hours: `${clock(from)}-${clock(to)}` })
        const nowMs = ms + off * minute
        const { openMs, closeMs } = nextOpening(window, zone, nowMs)
        const opensMs = windowOpensAt(window, zone, nowMs)
        const slot = windowSlot(window, zone, 'a-lead', nowMs)
        const say = `${zone} ${new Date(ms).toISOString()} ${window.hours} at ${new Date(nowMs).toISOString()}`
        // Whatever the clocks do: a mail goes only while the wall shows a time of the window, and not before it is asked for.
        for (const at of [opensMs, slot, closeMs - minute]) {
          if (at >= openMs)
            expect(isInside(wall(zone, at), from, to, days), `${say}: ${new Date(at).toISOString()}`).toBe(true)
        }
        expect(opensMs, say).toBeGreaterThanOrEqual(nowMs)
        expect(slot, say).toBeGreaterThanOrEqual(opensMs)
        expect(slot, say).toBeLessThan(closeMs)
        expect(windowOpensAt(window, zone, slot), say).toBe(slot)
        expect(opensMs - nowMs, say).toBeLessThanOrEqual(15 * day)
        // While it is open it shows nothing else in between.
        const steps = Math.floor((closeMs - openMs) / (35 * minute))
        for (let step = 0; step < steps; step += 1) {
          const at = openMs + step * 35 * minute
          expect(isInside(wall(zone, at), from, to, days), `${say}: ${new Date(at).toISOString()}`).toBe(true)
        }
      },
    ),
    { numRuns },
  )
}

describe(`a window in each of ${zones.length} zones`, () => {
  it('there are changes of the clocks to try', () => {
    expect(changes.length).toBeGreaterThan(500)
    expect(new Set(changes.map(({ by }) => by))).toEqual(
      new Set([60, -60, 30, -30, 120, -120].filter((by) => changes.some((one) => one.by === by))),
    )
  })

  it('is open only while the wall shows a time of it, around every change of the clocks', () => {
    for (const change of changes) holdsAround(change, 2)
  })

  it.each([...Map.groupBy(changes, ({ by }) => by).values()].flatMap((alike) => [alike[0], alike.at(-1)] as Change[]))(
    'holds whatever its hours: $zone, by $by minutes',
    (change) => holdsAround(change, 80),
  )

  it.each(overTheDateLine)('holds where a whole day is left out: $zone', (change) => holdsAround(change, 80))

  it('is not kept closed by a change of the clocks for longer than the next day that it has', () => {
    for (const { zone, ms, by } of changes) {
      const window = sendWindow.parse({ hours: '09:00-17:00' })
      const opensMs = windowOpensAt(window, zone, ms)
      expect(opensMs - ms, zone).toBeLessThanOrEqual(16 * hour + Math.abs(by) * minute)
    }
  })
})
