import { describe, expect, it } from 'vitest'
import { slaPolicy } from '../../../core/handoff/policy.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'

const problemsOf = (given: Record<string, unknown>) =>
  slaPolicy
    .safeParse({ ...aPolicy(), ...given })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

const calendarWith = (hours: Record<string, string | string[]>) => ({ calendar: { zone: 'Europe/Berlin', hours } })
const office = { zone: 'Europe/Berlin', hours: { 'mon-fri': '09:00-18:00' } }
const dayOff = (...days: unknown[]) => ({ calendar: { ...office, 'days-off': days } })
const duties = [{ id: 'accept', who: 'sales', what: 'answer', within: '1h' }]

describe('an SLA policy', () => {
  it('is read as it is written', () => {
    expect(problemsOf({})).toEqual([])
  })

  it('that named a day off twice is still read, as one of before was', () => {
    expect(problemsOf(dayOff('2026-12-24', '2026-12-24'))).toEqual([])
  })

  it('may have breaks, nights, half days, teams and territories', () => {
    expect(
      problemsOf({
        calendar: {
          zone: 'Europe/Berlin',
          hours: { 'mon-thu': ['09:00-12:00', '13:00-18:00'], 'fri-sat': '22:00-06:00' },
          holidays: 'DE-BY',
          'days-off': ['2026-12-24', { day: '2026-12-31', hours: '09:00-13:00' }],
        },
        teams: {
          moscow: { calendar: { zone: 'Europe/Moscow', holidays: 'RU' } },
          remote: { calendar: { holidays: 'none' } },
        },
        territories: { dach: ['DE', 'AT', 'CH-ZH'] },
        routes: [
          { territory: ['dach', 'LI'], language: 'de', product: ['shelf sensors'], team: 'moscow', by: 'capacity' },
          { team: 'remote', by: 'round-robin' },
        ],
        fallback: 'mark',
      }),
    ).toEqual([])
  })

  it.each([
    [
      'a day named twice',
      calendarWith({ 'mon-fri': '09:00-18:00', fri: '09:00-14:00' }),
      'calendar.hours.fri: fri is named twice',
    ],
    [
      'a week that wraps onto itself',
      calendarWith({ 'sat-mon': '09:00-18:00', mon: '09:00-18:00' }),
      'mon is named twice',
    ],
    ['hours that end as they begin', calendarWith({ mon: '09:00-09:00' }), 'end at another time than they begin'],
    [
      'hours that overlap on a day',
      calendarWith({ mon: ['09:00-13:00', '12:00-18:00'] }),
      'write hours that do not overlap',
    ],
    [
      'a night that runs into the next day’s hours',
      calendarWith({ 'mon-tue': '22:00-06:00', wed: '05:00-09:00' }),
      'on wed work begins before what was begun earlier has ended',
    ],
    [
      'a night that runs from the end of the week into its beginning',
      calendarWith({ sun: '22:00-06:00', mon: '05:00-09:00' }),
      'on mon work begins before',
    ],
    ['a day off that is no date', dayOff('2026-02-30'), 'calendar.days-off.0: write a date like 2026-12-24'],
    ['a half day that is no date', dayOff({ day: 'monday', hours: '09:00-13:00' }), 'write a date like 2026-12-24'],
    ['a half day without hours', dayOff({ day: '2026-12-31' }), 'calendar.days-off.0'],
    ['holidays of no place', { calendar: { ...office, holidays: 'Germany' } }, 'write a country like RU or DE-BY'],
    ['a team’s zone that is none', { teams: { moscow: { calendar: { zone: 'Moscow' } } } }, 'IANA time zone'],
    [
      'a last route for some languages',
      { routes: [{ language: 'ru', team: 'moscow', by: 'capacity' }] },
      'the last route takes every lead',
    ],
    ['a territory without places', { territories: { dach: [] } }, 'territories.dach'],
    ['hours after midnight', calendarWith({ mon: '18:00-24:30' }), 'write hours like'],
    ['no day at all', calendarWith({}), 'name at least one day'],
    ['a day that is none', calendarWith({ monday: '09:00-18:00' }), 'write days like'],
    ['a zone that is none', { calendar: { zone: 'Mars/Base', hours: { mon: '09:00-18:00' } } }, 'IANA time zone'],
    [
      'a last route with a condition',
      { routes: [{ when: { country: 'RU' }, team: 'moscow', by: 'capacity' }] },
      'the last route takes every lead',
    ],
    [
      'a route behind one that takes all',
      {
        routes: [
          { team: 'a', by: 'capacity' },
          { team: 'b', by: 'capacity' },
        ],
      },
      'only the last route',
    ],
    ['two duties of one name', { duties: [...duties, ...duties] }, 'each duty has an id of its own'],
    [
      'a warning after the due time',
      { duties: [{ ...duties[0], warn: '1h' }] },
      'duties.0.warn: a warning comes before',
    ],
    [
      'targets for some priorities only',
      { duties: [{ ...duties[0], within: { 1: '15m', 2: '30m' }, warn: undefined }] },
      'name all four priorities, or "otherwise"',
    ],
    [
      'a warning after the due time of one priority',
      { duties: [{ ...duties[0], within: { 1: '15m', otherwise: '1h' }, warn: '20m' }] },
      'duties.0.warn: a warning comes before',
    ],
    ['a priority that there is not', { priority: { 5: { country: 'DE' } } }, '5'],
    [
      'leads that sales passes on',
      { duties: [{ id: 'pass', who: 'sales', what: 'pass', within: '3d' }] },
      'duties.0.who: only sales development passes leads on',
    ],
    [
      'a lead that marketing would accept',
      { duties: [{ id: 'a', who: 'marketing', what: 'answer', within: '1h' }] },
      'duties.0.what: marketing has no lead to accept',
    ],
    [
      'proof of an answer',
      { duties: [{ ...duties[0], what: 'answer', proof: ['call'] }] },
      'duties.0.proof: this proves itself',
    ],
    [
      'a target in words',
      { duties: [{ ...duties[0], within: { 1: '15 minutes', otherwise: '1h' } }] },
      'duties.0.within.1: write a duration',
    ],
    ['a duty for ever', { duties: [{ ...duties[0], within: '27w' }] }, 'at most 26w'],
    ['a step that does two things', { breach: [{ after: '1h', notify: 'owner', recycle: true }] }, 'exactly one'],
    ['a step that does nothing', { breach: [{ after: '1h' }] }, 'exactly one'],
    ['an unknown key', { brech: [] }, 'brech'],
  ])('refuses %s', (_what, given, problem) => {
    expect(problemsOf(given).join('\n')).toContain(problem)
  })
})
