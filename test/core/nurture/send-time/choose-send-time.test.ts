import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clickHoursKept, hourOf } from '../../../../core/leads/click-hours.ts'
import {
  chooseSendTime,
  delayedAtMostMs,
  type SendTimeAsked,
} from '../../../../core/nurture/send-time/choose-send-time.ts'
import type { CommonHours } from '../../../../core/nurture/send-time/common-hours.ts'
import { weekHourAt } from '../../../../core/nurture/send-time/hour-weights.ts'
import type { SendWindow } from '../../../../core/nurture/sequence.ts'
import { windowOpensAt, windowSlot } from '../../../../core/nurture/window.ts'
import { aLeadId } from '../../../fixtures/a-mailbox.ts'

const leadId = aLeadId()
const hour = 3_600_000
const day = 24 * hour
const ms = (at: string) => Date.parse(`${at}Z`)
/** Tuesday 24 November 2026, nine o'clock in London. */
const tuesday = ms('2026-11-24T09:00:00')

function chosen(given: Partial<SendTimeAsked>, common?: CommonHours) {
  const asked = { leadId, zone: 'UTC', clickHours: [], window: undefined, readyMs: tuesday, ...given }
  return chooseSendTime(asked, common)
}
/** Where leads click, so many of them. */
function common(at: Readonly<Record<number, number>>, leads = 100): CommonHours {
  return { hours: Array.from({ length: 168 }, (_, one) => at[one] ?? 0), leads }
}
/** Clicks at this time of day on the Tuesdays before. */
const onTuesdays = (time: string, count = 4) =>
  Array.from({ length: count }, (_, n) => hourOf(ms(`2026-11-24T${time}:00:00`) - (n + 1) * 7 * day)).sort()
const clock = (zone: string, at: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
    .format(at)
    .replace(',', '')

describe('when a mail goes by habit', () => {
  it('is in the first half of the hour at which the lead clicks', () => {
    const { atMs, by } = chosen({ clickHours: onTuesdays('15') })
    expect(by).toBe('habit')
    expect(atMs).toBeGreaterThanOrEqual(ms('2026-11-24T15:00:00'))
    expect(atMs).toBeLessThan(ms('2026-11-24T15:30:00'))
  })

  it('is now where that is the hour', () => {
    expect(chosen({ clickHours: onTuesdays('09') })).toEqual({ atMs: tuesday, by: 'habit' })
    const within = tuesday + 25 * 60_000
    expect(chosen({ clickHours: onTuesdays('09'), readyMs: within })).toEqual({ atMs: within, by: 'habit' })
  })

  it.each([
    ['Europe/Berlin', 'Tue 15'],
    ['Asia/Kolkata', 'Tue 20'],
    ['Asia/Kathmandu', 'Tue 20'],
    ['America/St_Johns', 'Tue 11'],
    ['Pacific/Chatham', 'Wed 04'],
  ])('is told by the clock on the wall of the lead: %s', (zone, expected) => {
    const { atMs } = chosen({ zone, clickHours: ['2026-11-10T14', '2026-11-17T14'] })
    expect(clock(zone, atMs)).toBe(expected)
  })

  it('stays at the hour on the wall over a change of the clocks', () => {
    const clickHours = ['2026-10-08T15', '2026-10-15T15', '2026-10-22T15']
    const { atMs } = chosen({ zone: 'Europe/Berlin', clickHours, readyMs: ms('2026-10-29T08:00:00') })
    expect(new Date(atMs).toISOString().slice(0, 13)).toBe('2026-10-29T16')
  })

  it('tells weekdays apart, where the lead does', () => {
    const clickHours = [...onTuesdays('11', 5), '2026-11-19T20', '2026-11-12T20', '2026-11-05T20'].sort()
    expect(clock('UTC', chosen({ clickHours }).atMs)).toBe('Tue 11')
    expect(clock('UTC', chosen({ clickHours, readyMs: tuesday + 2 * day }).atMs)).toBe('Thu 20')
  })

  it('is at the best hour of the window, where the habit lies outside of it', () => {
    const window: SendWindow = { days: 'mon-fri', hours: '09:00-17:00', zone: 'lead' }
    const { atMs } = chosen({ clickHours: onTuesdays('17'), window })
    expect(clock('UTC', atMs)).toBe('Tue 16')
    const late = chosen({ clickHours: onTuesdays('21'), window })
    expect(late).toEqual({ atMs: tuesday, by: 'habit' })
  })

  it('is without own clicks at the hour of all leads, and with few it takes more of its own to differ', () => {
    const all = common({ 34: 70, 30: 30 })
    expect(chosen({}, all)).toMatchObject({ by: 'common' })
    expect(clock('UTC', chosen({}, all).atMs)).toBe('Tue 10')
    const own = (count: number) => clock('UTC', chosen({ clickHours: onTuesdays('20', count) }, all).atMs)
    expect(own(1)).toBe('Tue 10')
    expect(own(12)).toBe('Tue 20')
  })

  it.each([
    ['nobody clicked yet', undefined],
    ['too few did', common({ 34: 19 }, 19)],
    ['nothing is left of it', common({}, 100)],
  ])('is as without, and says so, where the lead never clicked and %s', (_, all) => {
    expect(chosen({}, all)).toEqual({ atMs: tuesday, by: 'none' })
  })

  it('counts what was long ago less than what is now', () => {
    const clickHours = ['2025-11-18T07', '2025-11-25T07', '2026-11-17T20']
    expect(clock('UTC', chosen({ clickHours }).atMs)).toBe('Tue 20')
  })

  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Cairo']
  const asked = fc
    .record({
      zone: fc.constantFrom(...zones),
      window: fc.option(
        fc
          .record({
            days: fc.constantFrom('mon-fri' as const, 'mon-sun' as const, 'sat-mon' as const),
            from: fc.integer({ min: 0, max: 47 }),
            length: fc.integer({ min: 1, max: 46 }),
            zone: fc.constantFrom('lead', 'Asia/Tokyo'),
          })
          .map(({ days, from, length, zone }): SendWindow => {
            const time = (halves: number) =>
              `${String(Math.floor(halves / 2) % 24).padStart(2, '0')}:${halves % 2 ? '30' : '00'}`
            return { days, hours: `${time(from)}-${time(from + length)}`, zone }
          }),
        { nil: undefined },
      ),
      // Around the changes of the clocks as well.
      fromMs: fc.integer({ min: ms('2026-03-01T00:00:00'), max: ms('2026-11-10T00:00:00') }),
      clicks: fc.array(fc.integer({ min: 1, max: 90 * 24 }), { maxLength: 20 }),
      lead: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ zone, window, fromMs, clicks, lead }): SendTimeAsked => {
      const id = aLeadId(lead)
      const readyMs = window ? windowSlot(window, zone, id, fromMs) : fromMs
      const clickHours = [...new Set(clicks.map((ago) => hourOf(readyMs - ago * hour)))].sort().slice(-clickHoursKept)
      return { leadId: id, zone, clickHours, window, readyMs }
    })
  const all = fc.option(
    fc
      .array(fc.tuple(fc.integer({ min: 0, max: 167 }), fc.integer({ min: 1, max: 50 })), { maxLength: 10 })
      .map((list) => common(Object.fromEntries(list))),
    { nil: undefined },
  )

  it('is never earlier than due nor later than a day after, in the window, and always the same', () => {
    fc.assert(
      fc.property(asked, all, (one, crowd) => {
        const { atMs, by } = chooseSendTime(one, crowd)
        expect(atMs).toBeGreaterThanOrEqual(one.readyMs)
        expect(atMs).toBeLessThan(one.readyMs + delayedAtMostMs)
        if (one.window) expect(windowOpensAt(one.window, one.zone, atMs)).toBe(atMs)
        // A clock that rings half a minute late is in the window still, unless there was no later in it to begin with.
        if (one.window && atMs > one.readyMs)
          expect(windowOpensAt(one.window, one.zone, atMs + 30_000)).toBe(atMs + 30_000)
        if (by === 'none') expect(atMs).toBe(one.readyMs)
        expect(chooseSendTime(one, crowd)).toEqual({ atMs, by })
      }),
      { numRuns: 300 },
    )
  })

  it('stays at an hour, however many own clicks at it come more', () => {
    fc.assert(
      fc.property(asked, all, fc.integer({ min: 1, max: 8 }), (one, crowd, weeks) => {
        const before = chooseSendTime(one, crowd)
        const hourBefore = weekHourAt(one.zone, before.atMs)
        const more = hourOf(before.atMs - weeks * 7 * day)
        // By UTC a week earlier is another hour on the wall where the clocks were changed since: that is another click.
        fc.pre(weekHourAt(one.zone, Date.parse(`${more}:30:00.000Z`)) === hourBefore)
        fc.pre(!one.clickHours.includes(more) && one.clickHours.length < clickHoursKept)
        const after = chooseSendTime({ ...one, clickHours: [...one.clickHours, more].sort() }, crowd)
        fc.pre(before.by !== 'none')
        expect(weekHourAt(one.zone, after.atMs)).toBe(hourBefore)
      }),
      { numRuns: 300 },
    )
  })
})
