import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountKey, teamTurnKey, userKey } from '../../../functions/aws/keys.ts'
import { getItem, putItem } from '../../../functions/aws/table.ts'
import { nextOf } from '../../../functions/handoff/next-of-team.ts'
import { deleteErased } from '../../../functions/leads/delete-erased.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aHandoffWorld, type HandoffWorld } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff({ userId: 'anna' }, { userId: 'boris' }, { userId: 'mark', team: 'heads' })
})
afterEach(() => world.stop())

const ids = 'abcdefghijklmnopqrstuvwxyz234567'.split('').map((letter) => letter.repeat(32))
const absences = [{ from: '2026-11-01', to: '2026-12-31' }]

/** Forwards a lead; answers its owner and why. */
async function forwarded(leadId: string, given: Parameters<HandoffWorld['lead']>[0] = {}, k = 1) {
  await world.lead({ leadId, ...given, qualification: { k, state: 'qualified', at: '2026-11-24T09:00:00.000Z' } }, k)
  await world.hand(world.qualified(leadId, k))
  const { owner, routedBy, duties } = await world.read(`${leadId}.${k}`)
  return { owner, why: routedBy, due: duties[0]?.due }
}

describe('the owner of the account', () => {
  const [first = '', second = '', third = ''] = ids
  it('gets further leads of the company, in the words of why', async () => {
    const { owner } = await forwarded(first, { email: 'olga@shop.de' })
    const other = await forwarded(second, { email: 'igor@shop.de' })
    expect(owner).toBe('anna')
    expect(other).toMatchObject({ owner: 'anna', why: 'anna has another lead of shop.de, since 2026-11-24' })
    expect((await forwarded(third, { email: 'ivan@other.de' })).owner).toBe('boris')
  })

  it('is also who got a lead back that they had before', async () => {
    await world.handoff(aHandoff({ leadId: first, k: 1, state: 'lost', owner: 'boris' }))
    const back = await forwarded(first, { email: 'olga@shop.de' }, 2)
    expect(back).toMatchObject({ owner: 'boris', why: 'had this lead before' })
    expect(await forwarded(second, { email: 'igor@shop.de' })).toMatchObject({
      owner: 'boris',
      why: 'boris has another lead of shop.de, since 2026-11-24',
    })
  })

  it('is nobody for a mail provider’s neighbours', async () => {
    const owners = [
      (await forwarded(first, { email: 'olga@gmail.com' })).owner,
      (await forwarded(second, { email: 'igor@gmail.com' })).owner,
    ]
    expect(owners).toEqual(['anna', 'boris'])
  })

  it('is nobody once the company’s lead was given back, and who won it once it is a customer', async () => {
    for (const [state, owner] of [
      ['rejected', 'boris'],
      ['won', 'mark'],
    ] as const) {
      const leadId = state === 'won' ? second : first
      await world.staff({ userId: 'mark', team: 'heads' })
      await world.handoff(aHandoff({ leadId, state, owner, openedAt: '2026-11-02T09:00:00.000Z' }))
      await putItem(accountKey(`${leadId}.1`), { box: 'ACCOUNT#shop.de', boxOrder: '2026-11-02T09:00:00.000Z' })
    }
    expect(await forwarded(third, { email: 'ivan@shop.de' })).toMatchObject({
      owner: 'mark',
      why: 'shop.de is a customer of mark, of 2026-11-02',
    })
  })

  it('is erased with the lead', async () => {
    await forwarded(first, { email: 'olga@shop.de' })
    expect(await getItem(accountKey(`${first}.1`))).toBeDefined()
    await eraseLead(first)
    await deleteErased(first)
    expect(await getItem(accountKey(`${first}.1`))).toBeUndefined()
    expect((await forwarded(second, { email: 'igor@shop.de' })).owner).toBe('boris')
  })
})

describe('out of office', () => {
  const [first = '', second = ''] = ids
  it('gives the lead to whoever stands in, along the chain', async () => {
    await world.staff(
      { userId: 'anna', absences, substitute: 'zoe' },
      { userId: 'zoe', team: 'moscow', absences, substitute: 'dina' },
      { userId: 'dina', team: 'moscow' },
    )
    expect(await forwarded(first)).toEqual({
      owner: 'dina',
      why: 'round robin in inside-sales, 2 there; dina stands in for anna',
      due: '2026-11-24T10:00:00.000Z',
    })
    await world.handoff(aHandoff({ leadId: second, k: 1, state: 'lost', owner: 'anna' }))
    expect(await forwarded(second, {}, 2)).toMatchObject({
      owner: 'dina',
      why: 'had this lead before; dina stands in for anna',
    })
  })

  it('of everybody sends it to the fallback that the policy names, and in the end to an admin', async () => {
    await world.policy({ fallback: 'mark' })
    await world.staff({ userId: 'anna', absences }, { userId: 'boris', absences }, { userId: 'ada', groups: ['admin'] })
    expect(await forwarded(first)).toMatchObject({
      owner: 'mark',
      why: 'nobody of inside-sales can take it: the fallback of the policy',
    })
    await world.staff({ userId: 'mark', team: 'heads', absences })
    expect(await forwarded(second)).toMatchObject({ owner: 'ada', why: 'nobody of inside-sales is there: an admin' })
  })
})

it('leads of a week: the fallback gets what is more, else it is shared beyond', async () => {
  await world.staff({ userId: 'anna', perWeek: 1 }, { userId: 'boris', perWeek: 1 })
  const owners = []
  for (const leadId of ids.slice(0, 3)) owners.push(await forwarded(leadId))
  expect(owners.map(({ owner }) => owner)).toEqual(['anna', 'boris', 'boris'])
  expect(owners[2]?.why).toContain('everybody had this week’s leads')
  await world.policy({ fallback: 'mark' })
  expect((await forwarded(ids[3] ?? '')).owner).toBe('mark')
  clock.ms += 7 * 86_400_000
  expect((await forwarded(ids[4] ?? '')).owner).toBe('anna')
})

it('leads that belong to somebody count in their week', async () => {
  const [first = '', second = '', third = ''] = ids
  await world.staff({ userId: 'anna', perWeek: 1 })
  await world.handoff(aHandoff({ leadId: first, k: 1, state: 'lost', owner: 'anna' }))
  expect((await forwarded(first, {}, 2)).owner).toBe('anna')
  expect((await forwarded(second)).owner).toBe('boris')
  expect((await forwarded(third)).owner).toBe('boris')
})

it('the language of the lead counts', async () => {
  await world.staff({ userId: 'boris', languages: ['fa'] })
  const persian = []
  for (const leadId of ids.slice(0, 2)) persian.push((await forwarded(leadId, { locale: 'fa' })).owner)
  expect(persian).toEqual(['boris', 'boris'])
  expect((await forwarded(ids[2] ?? '')).owner).toBe('anna')
})

describe('working time', () => {
  const team = { 'inside-sales': { calendar: { zone: 'Asia/Tehran', hours: { 'sat-wed': '09:00-17:00' } } } }
  it('is the team’s where it has some', async () => {
    await world.policy({ teams: team })
    // 10:00 in Berlin is 12:30 in Tehran.
    clock.ms = Date.parse('2026-11-25T13:00:00.000Z')
    expect((await forwarded(ids[0] ?? '')).due).toBe('2026-11-28T06:00:00.000Z')
  })

  it('is the person’s where they have some, in their zone', async () => {
    await world.policy({ teams: team })
    const calendar = { hours: { 'mon-fri': ['10:00-12:00', '13:00-15:00'] }, daysOff: ['2026-11-25'] }
    await world.staff({ userId: 'anna', zone: 'Europe/Moscow', calendar })
    // 11:30 in Moscow: half an hour before lunch.
    clock.ms = Date.parse('2026-11-24T08:30:00.000Z')
    expect(await forwarded(ids[0] ?? '')).toMatchObject({ owner: 'anna', due: '2026-11-24T10:30:00.000Z' })
  })
})

describe('turns', () => {
  it('are fair when many functions forward at the same time, while one goes on holiday', async () => {
    const names = ['carl', 'dina', 'emil']
    await world.staff(...names.map((userId) => ({ userId })))
    const got = new Map<string, number>()
    const rounds = 8
    for (let round = 0; round < rounds; round += 1) {
      if (round === rounds / 2) await world.staff({ userId: 'anna', absences })
      // As many as the queue has workers.
      const chosen = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          nextOf(
            { team: 'inside-sales', by: 'round-robin' },
            { handoffId: `${'a'.repeat(32)}.${round * 20 + index}`, locale: 'en' },
          ),
        ),
      )
      for (const one of chosen) got.set(one?.owner ?? 'nobody', (got.get(one?.owner ?? 'nobody') ?? 0) + 1)
    }
    // 80 leads among five, then 80 among four.
    expect(Object.fromEntries(got)).toEqual({ anna: 16, boris: 36, carl: 36, dina: 36, emil: 36 })
    expect(await getItem(teamTurnKey('inside-sales'))).toMatchObject({ turn: 160 })
  }, 60_000)

  it.each([
    ['before it put the hand-off', 'PutItemCommand#0', 'fails'],
    ['before it heard that it took one', 'UpdateItemCommand#0', 'answer-lost'],
  ] as const)(
    'are not lost with a function that dies %s: told again, the same person gets the lead',
    async (_when, broken, fault) => {
      const [first = '', second = ''] = ids
      await world.lead({ leadId: first })
      world.break([[broken, fault]])
      expect(await world.hand(world.qualified(first))).toBe(false)
      world.break()
      expect(await forwarded(first)).toMatchObject({ owner: 'anna' })
      expect((await forwarded(second)).owner).toBe('boris')
      expect(await getItem(teamTurnKey('inside-sales'))).toMatchObject({ turn: 2 })
    },
  )

  it('go on from what an older release stored', async () => {
    await putItem(teamTurnKey('inside-sales'), { turn: 7 })
    expect((await forwarded(ids[0] ?? '')).owner).toBe('anna')
    expect((await forwarded(ids[1] ?? '')).owner).toBe('boris')
    expect(await getItem(teamTurnKey('inside-sales'))).toMatchObject({ turn: 9 })
  })
})

it('somebody stored by an older release is read, and gets leads', async () => {
  await putItem(userKey('anna'), {
    userId: 'anna',
    email: 'anna@company.example',
    name: 'Anna',
    groups: ['sales'],
    team: 'inside-sales',
    zone: 'Asia/Almaty',
    box: 'USERS',
    boxOrder: 'inside-sales#anna',
  })
  expect(await forwarded(ids[0] ?? '')).toMatchObject({ owner: 'anna', due: '2026-11-24T10:00:00.000Z' })
})
