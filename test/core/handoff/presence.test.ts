import { describe, expect, it } from 'vitest'
import { circleOfSubstitutes, isAway, mayOwn, standingIn, substitutesToRead } from '../../../core/handoff/presence.ts'
import type { User } from '../../../core/staff/user.ts'
import { aUser } from '../../fixtures/a-user.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const asked = { nowMs, zone: 'Europe/Berlin' }
const absences = [{ from: '2026-11-20', to: '2026-11-24' }]
const people = (...given: (Partial<User> & { userId: string })[]) =>
  new Map(given.map((one) => [one.userId, aUser(one)]))

describe('who may get leads', () => {
  it.each([
    ['sales', {}, true],
    ['sales development', { groups: ['sales-development' as const] }, true],
    ['marketing', { groups: ['marketing' as const] }, false],
    ['an admin who sells nothing', { groups: ['admin' as const] }, false],
    ['somebody who left', { active: false }, false],
    ['somebody on the last day of an absence', { absences }, false],
    ['somebody for whom it is tomorrow already', { absences, zone: 'Pacific/Kiritimati' }, true],
    ['somebody who is back', { absences: [{ from: '2026-11-20', to: '2026-11-23' }] }, true],
    ['somebody on a day off of their own', { calendar: { daysOff: ['2026-11-24'] } }, false],
    ['somebody on a half day', { calendar: { daysOff: [{ day: '2026-11-24', hours: '09:00-13:00' }] } }, true],
  ])('%s: %s', (_who, given, may) => {
    // 11:00 UTC on the 24th is the 25th on Kiritimati.
    expect(mayOwn(aUser({ userId: 'anna', ...given }), { ...asked, nowMs: nowMs + 2 * 3_600_000 })).toBe(may)
  })
})

describe('who stands in', () => {
  it.each([
    ['nobody has to for who is there', [{ userId: 'anna', substitute: 'boris' }, { userId: 'boris' }], 'anna'],
    [
      'the substitute of who is away',
      [{ userId: 'anna', absences, substitute: 'boris' }, { userId: 'boris' }],
      'boris',
    ],
    [
      'the substitute of a substitute who is away too',
      [
        { userId: 'anna', absences, substitute: 'boris' },
        { userId: 'boris', absences, substitute: 'clara' },
        { userId: 'clara' },
      ],
      'clara',
    ],
    [
      'the substitute of who left',
      [{ userId: 'anna', active: false, substitute: 'boris' }, { userId: 'boris' }],
      'boris',
    ],
    ['nobody where none is named', [{ userId: 'anna', absences }], undefined],
    ['nobody where the substitute is unknown', [{ userId: 'anna', absences, substitute: 'zoe' }], undefined],
    [
      'nobody where all of a circle are away',
      [
        { userId: 'anna', absences, substitute: 'boris' },
        { userId: 'boris', absences, substitute: 'anna' },
      ],
      undefined,
    ],
    [
      'nobody of marketing',
      [
        { userId: 'anna', absences, substitute: 'mia' },
        { userId: 'mia', groups: ['marketing' as const] },
      ],
      undefined,
    ],
  ])('%s', (_who, given, owner) => {
    expect(standingIn('anna', people(...given), asked)?.userId).toBe(owner)
  })

  it('is read when somebody who is away needs it, once', () => {
    const staff = people(
      { userId: 'anna', absences, substitute: 'zoe' },
      { userId: 'boris', absences, substitute: 'zoe' },
      { userId: 'clara', substitute: 'dora' },
    )
    expect(substitutesToRead(staff, asked)).toEqual(['zoe'])
    expect([...staff.values()].map((one) => isAway(one, asked))).toEqual([true, true, false])
  })
})

describe('a circle of substitutes', () => {
  const chain = (links: Record<string, string>) => circleOfSubstitutes('anna', (userId) => links[userId])
  it.each([
    ['none', {}, undefined],
    ['a chain', { anna: 'boris', boris: 'clara' }, undefined],
    ['oneself', { anna: 'anna' }, ['anna', 'anna']],
    ['two', { anna: 'boris', boris: 'anna' }, ['anna', 'boris', 'anna']],
    ['three', { anna: 'boris', boris: 'clara', clara: 'anna' }, ['anna', 'boris', 'clara', 'anna']],
    ['one of others is not told to this person', { anna: 'boris', boris: 'clara', clara: 'boris' }, undefined],
  ])('%s', (_what, links, circle) => {
    expect(chain(links)).toEqual(circle)
  })
})
