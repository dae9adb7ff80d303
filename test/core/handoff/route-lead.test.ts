import { describe, expect, it } from 'vitest'
import {
  chooseByClaim,
  chooseFallback,
  chooseFromTeam,
  chooseStandIn,
  type Dealing,
  lastOwner,
  managerOf,
  teamFor,
} from '../../../core/handoff/route-lead.ts'
import { turns } from '../../../core/handoff/turns.ts'
import type { User } from '../../../core/staff/user.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'
import { aUser } from '../../fixtures/a-user.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const choosing = { nowMs, zone: 'Europe/Berlin' }
const route = { team: 'inside-sales', by: 'round-robin' } as const
const away = [{ from: '2026-11-20', to: '2026-11-24' }]
const peopleOf = (...given: (Partial<User> & { userId: string })[]) =>
  new Map(given.map((one) => [one.userId, aUser(one)]))

/** Deals out one lead after the other; answers who got them, and why the last. */
function dealt(leads: number, given: Partial<Dealing> & Pick<Dealing, 'people'>) {
  let state = given.turns ?? turns.parse({})
  const owners: (string | undefined)[] = []
  let why = ''
  for (let lead = 0; lead < leads; lead += 1) {
    const decision = `lead-${lead}`
    const made = chooseFromTeam({ ...choosing, route, locale: 'en', ...given, turns: state, decision })
    state = made?.turns ?? state
    owners.push(made?.choice.owner)
    why = made?.choice.why ?? ''
  }
  return { owners, why, turns: state }
}

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

describe('round robin', () => {
  const three = peopleOf({ userId: 'boris' }, { userId: 'anna' }, { userId: 'clara' })

  it('takes turns, by name, and says so', () => {
    expect(dealt(4, { people: three })).toMatchObject({
      owners: ['anna', 'boris', 'clara', 'anna'],
      why: 'round robin in inside-sales, 3 there',
    })
  })

  it('says what the route asks', () => {
    const asking = { ...route, asks: 'territory dach' }
    expect(dealt(1, { people: three, route: asking }).why).toBe('territory dach: round robin in inside-sales, 3 there')
  })

  it('skips who is away, inactive, not of sales, of another team, without a share, or had it already', () => {
    const people = peopleOf(
      { userId: 'anna', absences: away },
      { userId: 'boris', active: false },
      { userId: 'clara' },
      { userId: 'dina' },
      { userId: 'mia', groups: ['marketing'] },
      { userId: 'zoe', team: 'moscow' },
      { userId: 'eva', weight: 0 },
    )
    expect(dealt(2, { people, passedOver: ['clara'] }).owners).toEqual(['dina', 'dina'])
    expect(dealt(1, { people, passedOver: ['clara', 'dina'] }).owners).toEqual([undefined])
    expect(dealt(1, { people: new Map() }).owners).toEqual([undefined])
  })

  it('gives what would go to who is away to their substitute, and nobody their own twice', () => {
    const people = peopleOf(
      { userId: 'anna', absences: away, substitute: 'zoe' },
      { userId: 'boris' },
      { userId: 'zoe', team: 'moscow' },
    )
    expect(dealt(4, { people }).owners).toEqual(['zoe', 'boris', 'zoe', 'boris'])
    expect(dealt(1, { people }).why).toBe('round robin in inside-sales, 2 there; zoe stands in for anna')
    expect(dealt(2, { people, passedOver: ['zoe'] }).owners).toEqual(['boris', 'boris'])
  })

  it('prefers who speaks the lead’s language, in turn among them', () => {
    const people = peopleOf(
      { userId: 'anna', languages: ['en'] },
      { userId: 'boris', languages: ['fa', 'en'] },
      { userId: 'clara', languages: ['fa'] },
    )
    expect(dealt(2, { people, locale: 'fa-IR' })).toMatchObject({
      owners: ['boris', 'clara'],
      why: 'round robin in inside-sales, 3 there, 2 for fa-IR',
    })
    expect(dealt(3, { people, locale: 'ru' }).owners).toEqual(['anna', 'boris', 'clara'])
  })

  it('gives nobody more than their leads of a week while others have room, and then says so', () => {
    const people = peopleOf({ userId: 'anna', perWeek: 1 }, { userId: 'boris', perWeek: 2 })
    const week = dealt(4, { people })
    expect(week.owners).toEqual(['anna', 'boris', 'boris', undefined])
    const beyond = dealt(1, { people, turns: week.turns, beyondWeek: true })
    expect(beyond.owners).toEqual(['anna'])
    expect(beyond.why).toBe('round robin in inside-sales, 2 there; everybody had this week’s leads')
    expect(dealt(1, { people, turns: week.turns, nowMs: nowMs + 7 * 86_400_000 }).owners).toEqual(['anna'])
  })
})

describe('capacity', () => {
  const byCapacity = { team: 'inside-sales', by: 'capacity' } as const
  const colleague = (userId: string, load: number, capacity?: number) => ({
    userId,
    load,
    ...(capacity && { capacity }),
  })
  const among = (...given: ReturnType<typeof colleague>[]) => ({
    route: byCapacity,
    people: peopleOf(...given.map(({ load, ...one }) => one)),
    loads: new Map(given.map(({ userId, load }) => [userId, load])),
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
    const choice = dealt(1, among(...team))
    expect(choice.owners).toEqual([owner])
    expect(choice.why).toContain(why)
  })

  it('takes turns among those who are alike', () => {
    expect(dealt(2, among(colleague('anna', 1, 10), colleague('boris', 1, 10))).owners).toEqual(['anna', 'boris'])
  })
})

describe('whom a lead belongs to', () => {
  const claim = { owner: 'anna', why: 'had this lead before' }
  it.each([
    ['gets it', peopleOf({ userId: 'anna' }), { owner: 'anna', why: 'had this lead before' }],
    [
      'or their substitute',
      peopleOf({ userId: 'anna', absences: away, substitute: 'boris' }, { userId: 'boris' }),
      { owner: 'boris', why: 'had this lead before; boris stands in for anna' },
    ],
    ['or nobody', peopleOf({ userId: 'anna', absences: away }), undefined],
  ])('%s', (_what, people, choice) => {
    expect(chooseByClaim(claim, people, choosing)).toEqual(choice)
  })

  it('else the fallback that the policy names', () => {
    expect(chooseFallback('mark', 'moscow', peopleOf({ userId: 'mark' }), choosing)).toEqual({
      owner: 'mark',
      why: 'nobody of moscow can take it: the fallback of the policy',
    })
    expect(chooseFallback('mark', 'moscow', new Map(), choosing)).toBeUndefined()
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
