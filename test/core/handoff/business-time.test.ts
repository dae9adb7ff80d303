import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { addWorkingMs, addWorkingTime, workingMsBetween } from '../../../core/handoff/business-time.ts'
import type { WorkCalendar } from '../../../core/handoff/work-calendar.ts'
import { aWorkCalendar, someCalendar, someTime } from '../../fixtures/a-work-calendar.ts'

const hour = 3_600_000
const minute = 60_000

const office = { 'mon-fri': '09:00-18:00' }
const local = (zone: string, at: string) => DateTime.fromISO(at, { zone }).toMillis()
const shown = (zone: string, ms: number) => DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")
/** Is this a working moment? The moment of closing is none. */
const isOpen = (calendar: WorkCalendar, atMs: number) => workingMsBetween(calendar, atMs, atMs + 1) > 0
/** The first working moment from `fromMs` on, which may be itself. */
const nextOpening = (calendar: WorkCalendar, fromMs: number) => addWorkingMs(calendar, fromMs, 1) - 1

describe('adding working time', () => {
  it.each([
    ['inside the hours', 'Europe/Moscow', office, '2026-11-24T10:00', '1h', '2026-11-24T11:00'],
    ['to the minute of closing', 'Europe/Moscow', office, '2026-11-24T17:00', '1h', '2026-11-24T18:00'],
    ['over night', 'Europe/Moscow', office, '2026-11-24T17:30', '1h', '2026-11-25T09:30'],
    ['over a weekend', 'Europe/Moscow', office, '2026-11-27T17:30', '1h', '2026-11-30T09:30'],
    ['from a Saturday', 'Europe/Moscow', office, '2026-11-28T13:00', '90m', '2026-11-30T10:30'],
    ['from before the opening', 'Europe/Moscow', office, '2026-11-24T06:00', '2h', '2026-11-24T11:00'],
    ['longer than a day', 'Europe/Moscow', office, '2026-11-24T10:00', '20h', '2026-11-26T12:00'],
    [
      'where the clock goes forward',
      'Europe/Berlin',
      { sun: '00:00-06:00' },
      '2026-03-29T01:00',
      '2h',
      '2026-03-29T04:00',
    ],
    [
      'where the clock goes back',
      'Europe/Berlin',
      { sun: '00:00-06:00' },
      '2026-10-25T01:00',
      '3h',
      '2026-10-25T03:00',
    ],
    ['to midnight', 'Asia/Tehran', { 'sat-wed': '20:00-24:00' }, '2026-11-24T23:00', '1h', '2026-11-25T00:00'],
    [
      'in a week that begins on Saturday',
      'Asia/Tehran',
      { 'sat-wed': '09:00-17:00' },
      '2026-11-25T16:00',
      '2h',
      '2026-11-28T10:00',
    ],
    ['in a zone with half hours', 'Asia/Kolkata', office, '2026-11-24T09:15', '45m', '2026-11-24T10:00'],
    ['all day and night', 'Europe/Berlin', { 'mon-sun': '00:00-24:00' }, '2026-11-28T23:59', '2m', '2026-11-29T00:01'],
    ['seconds', 'Europe/Berlin', office, '2026-11-24T17:59', '60s', '2026-11-24T18:00'],
    [
      'over a lunch',
      'Europe/Berlin',
      { 'mon-fri': ['09:00-12:00', '13:00-18:00'] },
      '2026-11-24T11:30',
      '1h',
      '2026-11-24T13:30',
    ],
    [
      'from a lunch',
      'Europe/Berlin',
      { 'mon-fri': ['13:00-18:00', '09:00-12:00'] },
      '2026-11-24T12:30',
      '1h',
      '2026-11-24T14:00',
    ],
    ['through a night', 'Europe/Berlin', { 'mon-fri': '22:00-06:00' }, '2026-11-24T23:00', '4h', '2026-11-25T03:00'],
    [
      'in the morning of a night',
      'Europe/Berlin',
      { 'mon-fri': '22:00-06:00' },
      '2026-11-28T05:00',
      '2h',
      '2026-11-30T23:00',
    ],
    [
      'through the night before the clock goes forward',
      'Europe/Berlin',
      { sat: '22:00-06:00' },
      '2026-03-28T22:00',
      '6h',
      '2026-03-29T05:00',
    ],
    [
      'through the night before the clock goes back',
      'Europe/Berlin',
      { sat: '22:00-06:00' },
      '2026-10-24T22:00',
      '6h',
      '2026-10-25T03:00',
    ],
    [
      'through the night of a new year',
      'Asia/Tehran',
      { thu: '20:00-02:00' },
      '2026-12-31T23:00',
      '2h',
      '2027-01-01T01:00',
    ],
    [
      'where hours begin in the skipped hour',
      'Europe/Berlin',
      { sun: '02:30-04:00' },
      '2026-03-29T00:00',
      '30m',
      '2026-03-29T04:00',
    ],
    [
      'where hours end in the repeated hour: at its first time',
      'Europe/Berlin',
      { sun: '01:00-02:30' },
      '2026-10-25T00:00',
      '90m',
      '2026-10-25T02:30',
    ],
    ['round the clock', 'Pacific/Apia', { 'mon-sun': '00:00-24:00' }, '2011-12-29T23:00', '2h', '2011-12-31T01:00'],
  ])('%s', (_what, zone, hours, from, duration, due) => {
    const made = addWorkingTime(aWorkCalendar(zone, hours), local(zone, from), duration)
    expect(shown(zone, made)).toBe(due)
  })

  it('leaves out days off, over the end of a year too', () => {
    const closed = aWorkCalendar('Europe/Berlin', office, ['2026-12-31', '2027-01-01'])
    const made = addWorkingTime(closed, local('Europe/Berlin', '2026-12-30T17:00'), '2h')
    expect(shown('Europe/Berlin', made)).toBe('2027-01-04T10:00')
  })

  it.each([
    [
      'a half day',
      ['2026-12-24', { day: '2026-12-31', hours: '09:00-13:00' }],
      '2026-12-31T12:00',
      '2h',
      '2027-01-01T10:00',
    ],
    [
      'a Saturday that is worked',
      [{ day: '2026-11-28', hours: '10:00-12:00' }],
      '2026-11-27T17:30',
      '1h',
      '2026-11-28T10:30',
    ],
    ['a day off in between', ['2026-11-30'], '2026-11-27T17:30', '1h', '2026-12-01T09:30'],
    [
      'a holiday that is worked',
      [{ day: '2026-12-25', hours: ['09:00-10:00', '11:00-12:00'] }],
      '2026-12-25T09:30',
      '1h',
      '2026-12-25T11:30',
    ],
    ['a holiday', [], '2026-12-24T17:30', '1h', '2026-12-28T09:30'],
  ])('keeps days of their own: %s', (_what, daysOff, from, duration, due) => {
    const calendar = aWorkCalendar('Europe/Berlin', office, daysOff, (date) => date === '2026-12-25')
    expect(shown('Europe/Berlin', addWorkingTime(calendar, local('Europe/Berlin', from), duration))).toBe(due)
  })

  it.each([
    ['the same time so many working days later', '2026-11-26T10:00', '3d', '2026-12-01T10:00'],
    ['from outside the hours: from the next opening', '2026-11-28T13:00', '3d', '2026-12-03T09:00'],
    ['from after closing', '2026-11-27T20:00', '1d', '2026-12-01T09:00'],
    ['a week of as many days as are worked', '2026-11-24T11:30', '1w', '2026-12-01T11:30'],
    ['two weeks', '2026-11-24T11:30', '2w', '2026-12-08T11:30'],
    ['over a change of the clocks at the same local time', '2026-10-23T15:00', '1d', '2026-10-26T15:00'],
  ])('days: %s', (_what, from, duration, due) => {
    const made = addWorkingTime(aWorkCalendar('Europe/Berlin', office), local('Europe/Berlin', from), duration)
    expect(shown('Europe/Berlin', made)).toBe(due)
  })

  it('keeps days within the hours of a day that is shorter', () => {
    const short = aWorkCalendar('Europe/Berlin', { 'mon-thu': '08:00-18:00', fri: '10:00-14:00' })
    expect(shown('Europe/Berlin', addWorkingTime(short, local('Europe/Berlin', '2026-11-26T17:00'), '1d'))).toBe(
      '2026-11-27T14:00',
    )
    expect(shown('Europe/Berlin', addWorkingTime(short, local('Europe/Berlin', '2026-11-26T08:30'), '1d'))).toBe(
      '2026-11-27T10:00',
    )
  })

  it.each([
    [
      'out of a break to its end',
      { 'mon-tue': '09:00-18:00', wed: ['09:00-13:00', '14:00-18:00'] },
      '2026-11-24T13:30',
      '1d',
      '2026-11-25T14:00',
    ],
    ['within a night', { 'mon-fri': '22:00-06:00' }, '2026-11-25T02:00', '1d', '2026-11-26T02:00'],
    [
      'from the end of the week into the next',
      { 'mon-fri': '22:00-06:00' },
      '2026-11-28T05:00',
      '1w',
      '2026-12-05T05:00',
    ],
  ])('keeps days within stretches: %s', (_what, hours, from, duration, due) => {
    const made = addWorkingTime(aWorkCalendar('Europe/Berlin', hours), local('Europe/Berlin', from), duration)
    expect(shown('Europe/Berlin', made)).toBe(due)
  })

  it('refuses a calendar without working time', () => {
    const never = aWorkCalendar('UTC', office, [], () => true)
    expect(() => addWorkingTime(never, 0, '1h')).toThrow(RangeError)
    expect(() => nextOpening(never, 0)).toThrow('no working time in ten years')
    expect(isOpen(never, 0)).toBe(false)
    expect(() => addWorkingTime(never, 0, '1d')).toThrow('no working time in ten years')
  })
})

describe('measuring working time', () => {
  it.each([
    ['within a day', '2026-11-24T10:00', '2026-11-24T12:30', 2.5],
    ['over a weekend', '2026-11-27T17:00', '2026-11-30T10:00', 2],
    ['outside the hours', '2026-11-28T10:00', '2026-11-29T10:00', 0],
    ['a whole week', '2026-11-23T00:00', '2026-11-30T00:00', 45],
    ['backwards', '2026-11-24T12:00', '2026-11-24T10:00', 0],
  ])('%s', (_what, from, to, hours) => {
    const zone = 'Europe/Moscow'
    expect(workingMsBetween(aWorkCalendar(zone, office), local(zone, from), local(zone, to))).toBe(hours * hour)
  })
})

describe('open or not', () => {
  it.each([
    ['within the hours', '2026-11-24T10:00', true, '2026-11-24T10:00'],
    ['at opening', '2026-11-24T09:00', true, '2026-11-24T09:00'],
    ['at closing', '2026-11-24T18:00', false, '2026-11-25T09:00'],
    ['on a weekend', '2026-11-28T10:00', false, '2026-11-30T09:00'],
    ['on a day off', '2026-12-24T10:00', false, '2026-12-25T09:00'],
  ])('%s', (_what, at, open, next) => {
    const zone = 'Europe/Moscow'
    const calendar = aWorkCalendar(zone, office, ['2026-12-24'])
    expect(isOpen(calendar, local(zone, at))).toBe(open)
    expect(shown(zone, nextOpening(calendar, local(zone, at)))).toBe(next)
  })
})

const someWork = fc.integer({ min: 1, max: 200 * hour })

describe('for any calendar', () => {
  it('adding goes forward, and more goes further', () => {
    fc.assert(
      fc.property(someCalendar, someTime, someWork, someWork, (work, from, a, b) => {
        const made = addWorkingMs(work, from, a)
        expect(made).toBeGreaterThan(from)
        expect(addWorkingMs(work, from, a + b)).toBeGreaterThan(made)
      }),
      { numRuns: 200 },
    )
  })

  it('what was added is what is measured', () => {
    fc.assert(
      fc.property(someCalendar, someTime, someWork, (work, from, ms) => {
        expect(workingMsBetween(work, from, addWorkingMs(work, from, ms))).toBe(ms)
      }),
      { numRuns: 200 },
    )
  })

  it('splits add up', () => {
    fc.assert(
      fc.property(someCalendar, someTime, someWork, someWork, (work, from, a, b) => {
        expect(addWorkingMs(work, addWorkingMs(work, from, a), b)).toBe(addWorkingMs(work, from, a + b))
        const [middle, to] = [from + a, from + a + b]
        expect(workingMsBetween(work, from, middle) + workingMsBetween(work, middle, to)).toBe(
          workingMsBetween(work, from, to),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('days go forward, end in working time, and more of them go further', () => {
    fc.assert(
      fc.property(someCalendar, someTime, fc.integer({ min: 1, max: 20 }), (work, from, days) => {
        const made = addWorkingTime(work, from, `${days}d`)
        expect(made).toBeGreaterThan(from)
        expect(addWorkingTime(work, from, `${days + 1}d`)).toBeGreaterThan(made)
        expect(workingMsBetween(work, made - 1, made + 1)).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  it('the next opening is a working moment, and there is none before it', () => {
    fc.assert(
      fc.property(someCalendar, someTime, (work, from) => {
        const opening = nextOpening(work, from)
        expect(isOpen(work, opening)).toBe(true)
        expect(workingMsBetween(work, from, opening)).toBe(0)
        expect(isOpen(work, from)).toBe(opening === from)
      }),
      { numRuns: 200 },
    )
  })

  it('later begun is no earlier due, and more time measures no less', () => {
    fc.assert(
      fc.property(someCalendar, someTime, someWork, someWork, (work, from, later, ms) => {
        expect(addWorkingMs(work, from + later, ms)).toBeGreaterThanOrEqual(addWorkingMs(work, from, ms))
        expect(workingMsBetween(work, from, from + later + ms)).toBeGreaterThanOrEqual(
          workingMsBetween(work, from, from + later),
        )
        expect(workingMsBetween(work, from + later, from + later + ms)).toBeLessThanOrEqual(
          workingMsBetween(work, from, from + later + ms),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('a minute is worked when the clock on the wall says so: counted minute by minute', () => {
    fc.assert(
      fc.property(someCalendar, someTime, fc.integer({ min: 1, max: 2 * 24 * 60 }), (work, about, minutes) => {
        const from = Math.floor(about / minute) * minute
        let worked = 0
        for (let at = from; at < from + minutes * minute; at += minute) if (isWorked(work, at)) worked += 1
        expect(workingMsBetween(work, from, from + minutes * minute)).toBe(worked * minute)
        if (worked > 0) expect(addWorkingMs(work, from, worked * minute)).toBeLessThanOrEqual(from + minutes * minute)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['forward', 'Europe/Berlin', '2026-03-28T12:00'],
    ['back', 'Europe/Berlin', '2026-10-24T12:00'],
    ['by half an hour', 'Australia/Lord_Howe', '2026-04-04T12:00'],
    ['at midnight', 'Asia/Tehran', '2021-03-21T12:00'],
    ['by a whole day', 'Pacific/Apia', '2011-12-29T12:00'],
  ])('minute by minute where the clocks change: %s', (_what, zone, noon) => {
    fc.assert(
      fc.property(someCalendar, (any) => {
        const [work, from] = [{ ...any, zone, isHoliday: () => false }, local(zone, noon)]
        let worked = 0
        for (let at = from; at < from + 24 * hour; at += minute) if (isWorked(work, at)) worked += 1
        expect(workingMsBetween(work, from, from + 24 * hour)).toBe(worked * minute)
      }),
      { numRuns: 10 },
    )
  })
})

/** The slow way: what date and time the clock shows, and whether the hours of that date, or the night of the date before, hold them. */
function isWorked({ zone, week, days, isHoliday }: WorkCalendar, atMs: number): boolean {
  const now = DateTime.fromMillis(atMs, { zone })
  const spansOf = (day: DateTime) => {
    const date = day.toISODate() ?? ''
    return days.get(date) ?? (isHoliday(date) ? [] : (week.get(day.weekday) ?? []))
  }
  const minutes = now.hour * 60 + now.minute
  const midnight = now.startOf('day')
  // The date before, which is not always yesterday's number.
  const before = midnight.minus({ milliseconds: 1 })
  return (
    spansOf(now).some(({ from, to }) => from <= minutes && minutes < to) ||
    spansOf(before).some(({ to }) => minutes < to - 1440)
  )
}
