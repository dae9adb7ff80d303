import { describe, expect, it } from 'vitest'
import { slaPolicy } from '../../../core/handoff/policy.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'

const problemsOf = (given: Record<string, unknown>) =>
  slaPolicy
    .safeParse({ ...aPolicy(), ...given })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

const calendarWith = (hours: Record<string, string>) => ({ calendar: { zone: 'Europe/Berlin', hours } })
const duties = [{ id: 'accept', who: 'sales', what: 'answer', within: '1h' }]

describe('an SLA policy', () => {
  it('is read as it is written', () => {
    expect(problemsOf({})).toEqual([])
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
    ['hours that end before they begin', calendarWith({ mon: '18:00-09:00' }), 'hours end after they begin'],
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
    ['a duty for ever', { duties: [{ ...duties[0], within: '27w' }] }, 'at most 26w'],
    ['a step that does two things', { breach: [{ after: '1h', notify: 'owner', recycle: true }] }, 'exactly one'],
    ['a step that does nothing', { breach: [{ after: '1h' }] }, 'exactly one'],
    ['an unknown key', { brech: [] }, 'brech'],
  ])('refuses %s', (_what, given, problem) => {
    expect(problemsOf(given).join('\n')).toContain(problem)
  })
})
