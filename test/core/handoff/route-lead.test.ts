import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Colleague,
  chooseFromTeam,
  chooseStandIn,
  lastOwner,
  managerOf,
  mayOwn,
  teamFor,
} from '../../../core/handoff/route-lead.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'
import { aUser } from '../../fixtures/a-user.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const choosing = { nowMs, zone: 'Europe/Berlin' }
const route = { team: 'inside-sales', by: 'round-robin' } as const
const away = [{ from: '2026-11-20', to: '2026-11-24' }]
const free = (...ids: string[]): Colleague[] => ids.map((userId) => ({ user: aUser({ userId }), load: 0 }))

describe('the team', () => {
  const policy = aPolicy({
    routes: [
      { when: { country: 'RU' }, team: 'moscow', by: 'capacity' },
      { when: { country: ['KZ', 'UZ'] }, team: 'almaty', by: 'round-robin' },
      { team: 'inside-sales', by: 'round-robin' },
    ],
  })

  it.each([
    [{ country: 'RU' }, 'moscow'],
    [{ country: 'UZ' }, 'almaty'],
    [{ country: 'DE' }, 'inside-sales'],
    [{}, 'inside-sales'],
  ])('of %j is %s', (facts, team) => {
    expect(teamFor(policy, facts).team).toBe(team)
  })
})

describe('who may get leads', () => {
  it.each([
    ['sales', {}, true],
    ['sales development', { groups: ['sales-development' as const] }, true],
    ['marketing', { groups: ['marketing' as const] }, false],
    ['an admin who sells nothing', { groups: ['admin' as const] }, false],
    ['somebody who left', { active: false }, false],
    ['somebody on the last day of an absence', { absences: away }, false],
    ['somebody for whom it is tomorrow already', { absences: away, zone: 'Pacific/Kiritimati' }, true],
    ['somebody who is back', { absences: [{ from: '2026-11-20', to: '2026-11-23' }] }, true],
  ])('%s: %s', (_who, given, may) => {
    // 11:00 UTC on the 24th is the 25th on Kiritimati.
    expect(mayOwn(aUser({ userId: 'anna', ...given }), { ...choosing, nowMs: nowMs + 2 * 3_600_000 })).toBe(may)
  })
})

describe('round robin', () => {
  it('takes turns, by name', () => {
    const owners = [1, 2, 3, 4].map(
      (turn) => chooseFromTeam(route, free('boris', 'anna', 'clara'), turn, choosing)?.owner,
    )
    expect(owners).toEqual(['anna', 'boris', 'clara', 'anna'])
  })

  it('skips who is away, inactive, or had it already', () => {
    const team = [
      { user: aUser({ userId: 'anna', absences: away }), load: 0 },
      { user: aUser({ userId: 'boris', active: false }), load: 0 },
      ...free('clara', 'dina'),
    ]
    expect(chooseFromTeam(route, team, 1, { ...choosing, passedOver: ['clara'] })?.owner).toBe('dina')
    expect(chooseFromTeam(route, team, 1, { ...choosing, passedOver: ['clara', 'dina'] })).toBeUndefined()
    expect(chooseFromTeam(route, [], 1, choosing)).toBeUndefined()
  })

  it('is fair: after any number of turns nobody has two leads more than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 200 }), (size, turns) => {
        const team = free(...Array.from({ length: size }, (_, index) => `seller-${index}`))
        const counts = new Map(team.map(({ user }) => [user.userId, 0]))
        for (let turn = 1; turn <= turns; turn += 1) {
          const owner = chooseFromTeam(route, team, turn, choosing)?.owner ?? ''
          counts.set(owner, (counts.get(owner) ?? Number.NaN) + 1)
        }
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('capacity', () => {
  const byCapacity = { team: 'inside-sales', by: 'capacity' } as const
  const colleague = (userId: string, load: number, capacity?: number): Colleague => ({
    user: aUser({ userId, ...(capacity && { capacity }) }),
    load,
  })

  it.each([
    ['the emptiest', [colleague('anna', 5, 10), colleague('boris', 2, 10)], 'boris', '2 open of 10'],
    ['the emptiest by its own measure', [colleague('anna', 5, 20), colleague('boris', 3, 5)], 'anna', '5 open of 20'],
    ['without capacities, whoever has least', [colleague('anna', 3), colleague('boris', 1)], 'boris', '1 open'],
    [
      'when all are full, the least full',
      [colleague('anna', 12, 10), colleague('boris', 11, 10)],
      'boris',
      'everybody is full',
    ],
  ])('%s', (_what, team, owner, why) => {
    const choice = chooseFromTeam(byCapacity, team, 1, choosing)
    expect(choice?.owner).toBe(owner)
    expect(choice?.why).toContain(why)
  })

  it('takes turns among those who are alike', () => {
    const team = [colleague('anna', 1, 10), colleague('boris', 1, 10)]
    expect([1, 2].map((turn) => chooseFromTeam(byCapacity, team, turn, choosing)?.owner)).toEqual(['anna', 'boris'])
  })
})

describe('whoever had the lead before', () => {
  it.each([
    ['accepted it', [aHandoff({ k: 1, state: 'accepted', owner: 'anna' })], 'anna'],
    ['lost it', [aHandoff({ k: 1, state: 'lost', owner: 'anna' })], 'anna'],
    [
      'the last of two',
      [aHandoff({ k: 1, state: 'won', owner: 'anna' }), aHandoff({ k: 2, state: 'lost', owner: 'boris' })],
      'boris',
    ],
    ['rejected it: nobody', [aHandoff({ k: 1, state: 'rejected', owner: 'anna' })], undefined],
    ['there is no earlier one', [], undefined],
  ])('%s', (_what, handoffs, owner) => {
    expect(lastOwner(handoffs)).toBe(owner)
  })
})

describe('when nobody of a team is there', () => {
  const gone = aUser({ userId: 'anna', active: false, manager: 'mark' })
  const mark = aUser({ userId: 'mark', groups: ['marketing'], team: 'heads' })
  const admin = aUser({ userId: 'ada', groups: ['admin'] })

  it.each([
    ['its manager', [gone, mark, admin], 'mark'],
    ['else an admin', [gone, admin], 'ada'],
    [
      'an admin who is there before one who is away',
      [
        { ...admin, absences: away },
        { ...admin, userId: 'zoe' },
      ],
      'zoe',
    ],
    ['an admin who is away before nobody', [{ ...admin, absences: away }], 'ada'],
  ])('the lead goes to %s', (_who, staff, owner) => {
    expect(chooseStandIn('inside-sales', staff, choosing)?.owner).toBe(owner)
  })

  it('there may be nobody at all', () => {
    expect(chooseStandIn('inside-sales', [gone, { ...admin, active: false }], choosing)).toBeUndefined()
  })
})

describe('who is told of a breach', () => {
  const mark = aUser({ userId: 'mark', team: 'heads' })
  const ada = aUser({ userId: 'ada', groups: ['admin'] })

  it.each([
    ['the own manager', aUser({ userId: 'anna', manager: 'mark' }), [mark, ada], 'mark'],
    ['another one of the team', aUser({ userId: 'anna' }), [aUser({ userId: 'boris', manager: 'mark' }), mark], 'mark'],
    ['an admin where nobody has a manager', aUser({ userId: 'anna' }), [ada], 'ada'],
    ['not a manager who left', aUser({ userId: 'anna', manager: 'mark' }), [{ ...mark, active: false }, ada], 'ada'],
    ['never the owner', ada, [ada], undefined],
    ['an admin, for an owner who is nobody', undefined, [ada], 'ada'],
  ])('%s', (_what, owner, staff, told) => {
    expect(managerOf(owner, 'inside-sales', staff, choosing)).toBe(told)
  })
})
