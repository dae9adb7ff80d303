import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import {
  addWorkingMs,
  addWorkingTime,
  type WorkCalendar,
  workCalendar,
  workingMsBetween,
} from '../../../core/handoff/business-time.ts'
import { calendar } from '../../../core/handoff/policy.ts'

const hour = 3_600_000

function aCalendar(zone: string, hours: Record<string, string>, daysOff: string[] = []): WorkCalendar {
  return workCalendar(calendar.parse({ zone, hours, 'days-off': daysOff }), () => false)
}

const office = { 'mon-fri': '09:00-18:00' }
const local = (zone: string, at: string) => DateTime.fromISO(at, { zone }).toMillis()
const shown = (zone: string, ms: number) => DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")

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
  ])('%s', (_what, zone, hours, from, duration, due) => {
    const made = addWorkingTime(aCalendar(zone, hours), local(zone, from), duration)
    expect(shown(zone, made)).toBe(due)
  })

  it('leaves out days off, over the end of a year too', () => {
    const closed = aCalendar('Europe/Berlin', office, ['2026-12-31', '2027-01-01'])
    const made = addWorkingTime(closed, local('Europe/Berlin', '2026-12-30T17:00'), '2h')
    expect(shown('Europe/Berlin', made)).toBe('2027-01-04T10:00')
  })

  it.each([
    ['the same time so many working days later', '2026-11-26T10:00', '3d', '2026-12-01T10:00'],
    ['from outside the hours: from the next opening', '2026-11-28T13:00', '3d', '2026-12-03T09:00'],
    ['from after closing', '2026-11-27T20:00', '1d', '2026-12-01T09:00'],
    ['a week of as many days as are worked', '2026-11-24T11:30', '1w', '2026-12-01T11:30'],
    ['two weeks', '2026-11-24T11:30', '2w', '2026-12-08T11:30'],
    ['over a change of the clocks at the same local time', '2026-10-23T15:00', '1d', '2026-10-26T15:00'],
  ])('days: %s', (_what, from, duration, due) => {
    const made = addWorkingTime(aCalendar('Europe/Berlin', office), local('Europe/Berlin', from), duration)
    expect(shown('Europe/Berlin', made)).toBe(due)
  })

  it('keeps days within the hours of a day that is shorter', () => {
    const short = aCalendar('Europe/Berlin', { 'mon-thu': '08:00-18:00', fri: '10:00-14:00' })
    expect(shown('Europe/Berlin', addWorkingTime(short, local('Europe/Berlin', '2026-11-26T17:00'), '1d'))).toBe(
      '2026-11-27T14:00',
    )
    expect(shown('Europe/Berlin', addWorkingTime(short, local('Europe/Berlin', '2026-11-26T08:30'), '1d'))).toBe(
      '2026-11-27T10:00',
    )
  })

  it('refuses a calendar without working time', () => {
    const never = workCalendar(calendar.parse({ zone: 'UTC', hours: office }), () => true)
    expect(() => addWorkingTime(never, 0, '1h')).toThrow(RangeError)
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
    expect(workingMsBetween(aCalendar(zone, office), local(zone, from), local(zone, to))).toBe(hours * hour)
  })
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/Moscow',
  'Asia/Tehran',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]

/** Calendars of any zone with any hours on some days, and moments of sixteen years with every change of the clocks in them. */
const someCalendar: fc.Arbitrary<WorkCalendar> = fc
  .record({
    zone: fc.constantFrom(...zones),
    hours: fc.dictionary(
      fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
      fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 })).filter(([from, to]) => from < to),
      { minKeys: 1 },
    ),
    off: fc.integer({ min: 2, max: 9 }),
  })
  .map(({ zone, hours, off }) => ({
    zone,
    hours: new Map(
      Object.entries(hours).map(([day, [from, to]]) => [Number(day), { from: from * 15, to: to * 15 }] as const),
    ),
    isOff: (date: string) => Number(date.slice(8)) % off === 0,
  }))
const someTime = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2026, 11, 31) })
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
})
