import { describe, expect, it } from 'vitest'
import { addWorkingTime } from '../../../core/handoff/business-time.ts'
import { knowsHolidaysOf, publicHolidays } from '../../../core/handoff/holidays.ts'
import { toInstant } from '../../../core/names.ts'
import { aWorkCalendar } from '../../fixtures/a-work-calendar.ts'

describe('public holidays', () => {
  it.each([
    ['RU', '2026-05-09', true],
    ['RU', '2026-05-12', false],
    // Holidays of several days.
    ['RU', '2027-01-04', true],
    ['RU', '2027-01-08', true],
    ['DE', '2026-10-03', true],
    // Only some regions keep Epiphany.
    ['DE', '2027-01-06', false],
    ['DE-BY', '2027-01-06', true],
    // In lieu of a Saturday.
    ['US', '2026-07-03', true],
    // By the moon and by the sun.
    ['IR', '2026-03-21', true],
    // Half a day.
    ['CN', '2026-03-08', false],
  ])('%s %s: %s', (place, date, is) => {
    expect(publicHolidays(place)(date)).toBe(is)
  })

  it.each([
    ['RU', true],
    ['DE-BY', true],
    ['DE-XX', false],
    ['ZZ', false],
  ])('%s is known: %s', (place, is) => {
    expect(knowsHolidaysOf(place)).toBe(is)
  })

  it('are left out by a calendar that names the country', () => {
    const moscow = aWorkCalendar('Europe/Moscow', { 'mon-fri': '09:00-18:00' }, [], publicHolidays('RU'))
    // From the afternoon of 31 December over ten days of holidays and a weekend.
    const due = addWorkingTime(moscow, Date.parse('2026-12-31T17:00:00+03:00'), '2h')
    expect(toInstant(due)).toBe('2027-01-11T07:00:00.000Z')
  })
})
