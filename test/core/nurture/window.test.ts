import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sendWindow } from '../../../core/nurture/sequence.ts'
import { daysOf, nextOpening, windowOpensAt, windowSlot } from '../../../core/nurture/window.ts'
import { isZone } from '../../../core/zone.ts'

const ms = (at: string) => Date.parse(at)
const hour = 3_600_000
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Weekday and minutes of the day on the wall of a zone, read without the library that the code uses. */
function wall(at: number, zone: string): { day: string; minutes: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return { day: part('weekday').toLowerCase(), minutes: Number(part('hour')) * 60 + Number(part('minute')) }
}

describe('a send window', () => {
  it.each<[string, object, string, string, string]>([
    ['waits for the morning', { hours: '09:00-17:00' }, 'Europe/Berlin', '2026-11-24T05:00Z', '2026-11-24T08:00Z'],
    [
      'is open at its first minute',
      { hours: '09:00-17:00' },
      'Europe/Berlin',
      '2026-11-24T08:00Z',
      '2026-11-24T08:00Z',
    ],
    ['is open inside', { hours: '09:00-17:00' }, 'Europe/Berlin', '2026-11-24T12:34Z', '2026-11-24T12:34Z'],
    ['is closed at its last', { hours: '09:00-17:00' }, 'Europe/Berlin', '2026-11-24T16:00Z', '2026-11-25T08:00Z'],
    [
      'skips the weekend',
      { days: 'mon-fri', hours: '09:00-17:00' },
      'Europe/Berlin',
      '2026-11-27T17:00Z',
      '2026-11-30T08:00Z',
    ],
    ['takes a list of days', { days: ['wed'], hours: '09:00-17:00' }, 'UTC', '2026-11-25T18:00Z', '2026-12-02T09:00Z'],
    [
      'takes days over the end of the week',
      { days: 'sat-mon', hours: '09:00-17:00' },
      'UTC',
      '2026-11-24T10:00Z',
      '2026-11-28T09:00Z',
    ],
    ['runs over midnight', { hours: '22:00-06:00' }, 'Europe/Moscow', '2026-11-24T01:00Z', '2026-11-24T01:00Z'],
    [
      'belongs to the day it opened on',
      { days: 'mon-fri', hours: '22:00-06:00' },
      'UTC',
      '2026-11-28T05:00Z',
      '2026-11-28T05:00Z',
    ],
    [
      'does not open on the morning after',
      { days: 'mon-fri', hours: '22:00-06:00' },
      'UTC',
      '2026-11-28T07:00Z',
      '2026-11-30T22:00Z',
    ],
    ['knows odd offsets', { hours: '09:00-17:00' }, 'Asia/Kathmandu', '2026-11-24T00:00Z', '2026-11-24T03:15Z'],
    [
      'takes a zone of its own',
      { hours: '09:00-17:00', zone: 'Asia/Tokyo' },
      'Europe/Berlin',
      '2026-11-24T15:00Z',
      '2026-11-25T00:00Z',
    ],
    [
      'opens after the gap of spring',
      { hours: '02:30-05:00' },
      'Europe/Berlin',
      '2026-03-29T00:00Z',
      '2026-03-29T01:30Z',
    ],
    [
      'waits for the next day where all of it lies in the gap',
      { hours: '02:10-02:50' },
      'Europe/Berlin',
      '2026-03-29T00:00Z',
      '2026-03-30T00:10Z',
    ],
    [
      'opens at the second of two half past two, since after the first it is two again',
      { hours: '02:30-05:00' },
      'Europe/Berlin',
      '2026-10-25T00:00Z',
      '2026-10-25T01:30Z',
    ],
    ['is open from the second on', { hours: '02:30-05:00' }, 'Europe/Berlin', '2026-10-25T01:30Z', '2026-10-25T01:30Z'],
    [
      'opens where midnight is missing',
      { hours: '00:00-02:00' },
      'America/Havana',
      '2026-03-08T04:00Z',
      '2026-03-08T05:00Z',
    ],
    [
      'opens once where midnight comes twice',
      { hours: '00:30-02:00' },
      'America/Havana',
      '2026-11-01T04:00Z',
      '2026-11-01T05:30Z',
    ],
    [
      'knows a gap of half an hour',
      { hours: '02:00-04:00' },
      'Australia/Lord_Howe',
      '2026-10-03T14:00Z',
      '2026-10-03T15:30Z',
    ],
    ['knows the other autumn', { hours: '01:30-03:00' }, 'America/New_York', '2026-11-01T04:00Z', '2026-11-01T06:30Z'],
  ])('%s', (_name, window, zone, now, opens) => {
    expect(new Date(windowOpensAt(sendWindow.parse(window), zone, ms(now))).toISOString()).toBe(
      new Date(ms(opens)).toISOString(),
    )
  })

  it('closes after the hour that comes twice, not before it', () => {
    const window = sendWindow.parse({ hours: '02:30-05:00' })
    expect(nextOpening(window, 'Europe/Berlin', ms('2026-10-25T00:00Z')).closeMs).toBe(ms('2026-10-25T04:00Z'))
  })

  it('closes where the gap begins in which it would close', () => {
    const window = sendWindow.parse({ hours: '00:00-02:30' })
    expect(nextOpening(window, 'Europe/Berlin', ms('2026-03-28T23:00Z')).closeMs).toBe(ms('2026-03-29T01:00Z'))
  })

  it('opened at the second of two half past midnight, asked after both', () => {
    const window = sendWindow.parse({ hours: '00:30-07:00' })
    expect(nextOpening(window, 'America/Havana', ms('2026-11-01T10:00Z')).openMs).toBe(ms('2026-11-01T05:30Z'))
  })

  it('says that it never opens in a zone that is none', () => {
    const window = sendWindow.parse({ hours: '09:00-17:00' })
    expect(() => windowOpensAt(window, 'Mars/Olympus', ms('2026-11-24T05:00Z'))).toThrow(RangeError)
    expect(isZone('Mars/Olympus')).toBe(false)
    expect(isZone('Europe/Moscow')).toBe(true)
  })

  it.each([
    ['mon-fri', ['mon', 'tue', 'wed', 'thu', 'fri']],
    ['sat-mon', ['sat', 'sun', 'mon']],
    ['wed', ['wed']],
    ['mon-sun', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']],
    [
      ['fri', 'mon'],
      ['fri', 'mon'],
    ],
  ])('reads the days %j', (days, expected) => {
    expect([...daysOf(sendWindow.parse({ days, hours: '09:00-17:00' }))]).toEqual(expected)
  })

  it.each(['9:00-17:00', '09:00-24:00', '09:00-09:00', '09:00', '25:00-26:00'])('refuses the hours %s', (hours) => {
    expect(sendWindow.safeParse({ hours }).success).toBe(false)
  })
})

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Tehran',
  'Asia/Beirut',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
]
const minute = fc.integer({ min: 0, max: 1439 })
const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const anyWindow = fc
  .record({
    days: fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1 }),
    from: minute,
    to: minute,
  })
  .filter(({ from, to }) => from !== to)
const anyTime = fc.integer({ min: ms('2026-01-01T00:00Z'), max: ms('2028-01-01T00:00Z') })

describe('the slot of a lead', () => {
  it('lies inside the window, in its first hour, on any day of any zone', () => {
    fc.assert(
      fc.property(anyWindow, fc.constantFrom(...zones), anyTime, fc.string(), ({ days, from, to }, zone, now, lead) => {
        const window = sendWindow.parse({ days, hours: `${clockTime(from)}-${clockTime(to)}` })
        const slot = windowSlot(window, zone, lead, now)
        const { openMs, closeMs } = nextOpening(window, zone, now)
        expect(slot).toBeGreaterThanOrEqual(now)
        expect(slot).toBeGreaterThanOrEqual(openMs)
        expect(slot).toBeLessThan(closeMs)
        expect(slot).toBeLessThan(Math.max(now + 1, openMs + hour))
        expect(windowOpensAt(window, zone, slot)).toBe(slot)

        // On the wall: from the opening to the closing, but for the hour that a change of the clocks adds or takes.
        const opened = wall(openMs, zone)
        const late = (opened.minutes - from + 1440) % 1440
        expect(late).toBeLessThanOrEqual(60)
        if (late === 0) expect(days).toContain(opened.day)
        const lengthMs = ((to - from + 1440) % 1440) * 60_000
        expect(Math.abs(closeMs - openMs - lengthMs)).toBeLessThanOrEqual(hour)
      }),
      { numRuns: 500 },
    )
  })

  it('is never more than a week and a day away where the window opens once a week', () => {
    fc.assert(
      fc.property(fc.constantFrom(...weekdays), fc.constantFrom(...zones), anyTime, (day, zone, now) => {
        const window = sendWindow.parse({ days: [day], hours: '09:00-17:00' })
        expect(windowOpensAt(window, zone, now) - now).toBeLessThanOrEqual(8 * 24 * hour)
      }),
    )
  })

  it('is the same for the same lead and spread over the first hour for many', () => {
    const window = sendWindow.parse({ hours: '09:00-17:00' })
    const now = ms('2026-11-24T05:00Z')
    const slots = Array.from({ length: 6_000 }, (_, index) => windowSlot(window, 'UTC', `lead-${index}`, now))
    const perTenMinutes = Array.from(
      { length: 6 },
      (_, tenth) => slots.filter((slot) => Math.floor((slot - ms('2026-11-24T09:00Z')) / 600_000) === tenth).length,
    )
    for (const count of perTenMinutes) expect(Math.abs(count - 1_000)).toBeLessThan(150)
    expect(windowSlot(window, 'UTC', 'lead-7', now)).toBe(slots[7])
  })

  it('is now for whoever comes while the window is open', () => {
    const window = sendWindow.parse({ hours: '09:00-17:00' })
    expect(windowSlot(window, 'UTC', 'lead', ms('2026-11-24T09:00Z'))).toBe(ms('2026-11-24T09:00Z'))
  })

  it('keeps to the first half of a window that is shorter than two hours', () => {
    const window = sendWindow.parse({ hours: '09:00-09:10' })
    for (let index = 0; index < 100; index += 1) {
      expect(windowSlot(window, 'UTC', `lead-${index}`, ms('2026-11-24T05:00Z'))).toBeLessThan(ms('2026-11-24T09:05Z'))
    }
  })
})
