import { describe, expect, it } from 'vitest'
import { calendar } from '../../../core/handoff/calendar.ts'
import { hoursOf } from '../../../core/handoff/work-calendar.ts'

const office = { 'mon-fri': '09:00-18:00' }
const policy = calendar.parse({ zone: 'Europe/Berlin', hours: office, holidays: 'DE', 'days-off': ['2026-12-24'] })
const short = { 'mon-thu': '10:00-14:00' }

describe('whose working time counts: the person’s, else the team’s, else the policy’s', () => {
  it.each([
    ['the policy’s', {}, { zone: 'Europe/Berlin', hours: office, holidays: 'DE' }],
    ['a team’s zone', { team: { zone: 'Europe/Moscow' } }, { zone: 'Europe/Moscow', hours: office, holidays: 'DE' }],
    [
      'a team’s holidays, where it has none',
      { team: { holidays: 'none' } },
      { zone: 'Europe/Berlin', hours: office, holidays: undefined },
    ],
    [
      'a person’s hours, in the person’s zone',
      { team: { hours: office, zone: 'Europe/Moscow' }, person: { zone: 'Asia/Almaty', calendar: { hours: short } } },
      { zone: 'Asia/Almaty', hours: short, holidays: 'DE' },
    ],
    [
      'a person’s hours in the team’s zone, where the person has none',
      { team: { zone: 'Europe/Moscow' }, person: { calendar: { hours: short, holidays: 'KZ' } } },
      { zone: 'Europe/Moscow', hours: short, holidays: 'KZ' },
    ],
    [
      'the team’s hours in the team’s zone, wherever the person is',
      { person: { zone: 'Asia/Almaty', calendar: { daysOff: [] } } },
      { zone: 'Europe/Berlin', hours: office, holidays: 'DE' },
    ],
  ])('%s', (_what, whose, expected) => {
    expect(hoursOf({ policy, ...whose })).toEqual({ ...expected, daysOff: ['2026-12-24'] })
  })

  it('days off add up, the nearest last', () => {
    const half = { day: '2026-12-24', hours: '09:00-12:00' }
    const made = hoursOf({ policy, team: { 'days-off': ['2027-01-07'] }, person: { calendar: { daysOff: [half] } } })
    expect(made.daysOff).toEqual(['2026-12-24', '2027-01-07', half])
  })
})
