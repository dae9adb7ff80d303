import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aHandoffWorld, type HandoffWorld, morning } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff(
    { userId: 'anna', manager: 'mark' },
    { userId: 'boris', manager: 'mark' },
    { userId: 'mark', team: 'heads' },
  )
})

afterEach(() => world.stop())

const handoffs = async () => (await world.items()).filter(({ sk }) => String(sk).startsWith('HANDOFF#'))

describe('a lead that qualified', () => {
  it('gets an owner, is with sales, and its owner is told', async () => {
    const leadId = await world.lead()
    await world.hand(world.qualified(leadId))
    await world.until(morning + 1_000)
    expect(await world.read(`${leadId}.1`)).toMatchObject({
      state: 'open',
      owner: 'anna',
      team: 'inside-sales',
      priority: 3,
      routedBy: 'round robin in inside-sales, 2 there',
      settled: 'open',
      tells: [],
    })
    const { profile } = await world.leadNow(leadId)
    expect(profile).toMatchObject({ status: 'with-sales', stage: 'mql' })
    expect(world.mails.map(({ to, template }) => [to, template])).toEqual([['anna@company.example', 'handoff-opened']])
    expect(world.machines.running).toHaveLength(1)
  })

  it('has the fact in its story, and those who follow hand-offs hear of it', async () => {
    const leadId = await world.lead()
    await world.hand(world.qualified(leadId))
    await world.drain()
    expect(world.told.map(({ name }) => name)).toEqual(expect.arrayContaining(['HandoffChanged', 'ActivityObserved']))
    const facts = (await world.items()).filter(({ type }) => type === 'handoff-opened')
    expect(facts).toMatchObject([{ id: 'handoff-opened-1', data: { owner: 'anna' } }])
  })

  it('is weighed by the grade that qualified it, also before its score is kept', async () => {
    const at = new Date(morning).toISOString()
    const score = { total: 75, fit: 25, interest: 50, grade: 'B2', indicators: [], model: 'b2b', modelVersion: 1, at }
    const leadId = await world.lead({ score })
    await world.hand(world.qualified(leadId))
    await world.until(morning + 1_000)
    expect((await world.read(`${leadId}.1`))?.priorityBecause).toContain('score 75, grade B2')
  })

  it('is forwarded once, however often it is told', async () => {
    const leadId = await world.lead()
    for (let n = 0; n < 3; n += 1) await world.hand(world.qualified(leadId))
    await Promise.all([world.hand(world.qualified(leadId)), world.hand(world.qualified(leadId))])
    await world.until(morning + 1_000)
    await world.hand(world.qualified(leadId))
    await world.until(morning + 2_000)
    expect(await handoffs()).toHaveLength(1)
    expect(world.mails).toHaveLength(1)
    expect(world.machines.executions).toHaveLength(1)
  })

  it('is forwarded once when several functions are told at the same time: the first owner stays', async () => {
    const leadId = await world.lead()
    await Promise.all([1, 2, 3, 4].map(() => world.hand(world.qualified(leadId))))
    await world.until(morning + 1_000)
    const [made, ...others] = await handoffs()
    expect(others).toEqual([])
    const owners = world.told.filter(({ name }) => name === 'HandoffChanged').map(({ detail }) => detail.owner)
    expect(new Set(owners)).toEqual(new Set([made?.owner]))
    expect(world.mails).toHaveLength(1)
  })

  it('is not forwarded after its score fell again', async () => {
    const leadId = await world.lead({ qualification: { k: 1, state: 'dropped', at: '2026-11-24T09:00:00.000Z' } })
    expect(await world.hand(world.qualified(leadId))).toBe(true)
    expect(await handoffs()).toEqual([])
  })

  it('is not forwarded by a late event of an earlier qualification', async () => {
    const leadId = await world.lead({}, 2)
    await world.hand(world.qualified(leadId, 1))
    expect(await handoffs()).toEqual([])
    await world.hand(world.qualified(leadId, 2))
    expect(await handoffs()).toMatchObject([{ k: 2 }])
  })

  it('is unknown: nothing happens', async () => {
    expect(await world.hand(world.qualified('a'.repeat(32)))).toBe(true)
    expect(await handoffs()).toEqual([])
  })
})

describe('who gets it', () => {
  it('is the next of the team, fairly, also when many come at once', async () => {
    const ids = 'abcdefgh'.split('').map((letter) => letter.repeat(32))
    for (const leadId of ids) await world.lead({ leadId })
    await Promise.all(ids.map((leadId) => world.hand(world.qualified(leadId))))
    const owners = (await handoffs()).map(({ owner }) => owner).sort()
    expect(owners).toEqual(['anna', 'anna', 'anna', 'anna', 'boris', 'boris', 'boris', 'boris'])
  })

  it('is who had it before', async () => {
    const leadId = await world.lead({}, 2)
    await world.handoff(aHandoff({ leadId, k: 1, state: 'lost', owner: 'boris' }))
    await world.hand(world.qualified(leadId, 2))
    expect(await world.read(`${leadId}.2`)).toMatchObject({ owner: 'boris', routedBy: 'had this lead before' })
  })

  it('is nobody who is away or gone', async () => {
    await world.staff({ userId: 'anna', absences: [{ from: '2026-11-23', to: '2026-11-25' }] })
    const ids = ['a'.repeat(32), 'b'.repeat(32)]
    for (const leadId of ids) {
      await world.lead({ leadId })
      await world.hand(world.qualified(leadId))
    }
    expect((await handoffs()).map(({ owner }) => owner)).toEqual(['boris', 'boris'])
  })

  it('follows the routes of the policy', async () => {
    await world.policy({
      routes: [
        { when: { country: 'DE' }, team: 'berlin', by: 'capacity' },
        { team: 'inside-sales', by: 'round-robin' },
      ],
    })
    await world.staff(
      { userId: 'carl', team: 'berlin', capacity: 10 },
      { userId: 'dora', team: 'berlin', capacity: 10 },
    )
    await world.handoff(aHandoff({ leadId: 'c'.repeat(32), owner: 'carl', state: 'accepted' }))
    const leadId = await world.lead()
    await world.hand(world.qualified(leadId))
    expect(await world.read(`${leadId}.1`)).toMatchObject({ owner: 'dora', team: 'berlin', by: 'capacity' })
  })

  it('is the manager when nobody of the team is there', async () => {
    await world.staff(
      { userId: 'anna', active: false, manager: 'mark' },
      { userId: 'boris', active: false, manager: 'mark' },
    )
    const leadId = await world.lead()
    await world.hand(world.qualified(leadId))
    expect(await world.read(`${leadId}.1`)).toMatchObject({
      owner: 'mark',
      routedBy: 'nobody of inside-sales is there: its manager',
    })
  })

  it('waits in the queue while there is nobody at all, or no policy', async () => {
    for (const userId of ['anna', 'boris', 'mark']) await world.staff({ userId, active: false })
    const leadId = await world.lead()
    expect(await world.hand(world.qualified(leadId))).toBe(false)
    expect(await handoffs()).toEqual([])
    await world.staff({ userId: 'anna' })
    expect(await world.hand(world.qualified(leadId))).toBe(true)
    expect(await handoffs()).toHaveLength(1)
  })
})

describe('whatever call goes wrong', () => {
  const calls = 19

  it('an undisturbed run makes no more calls than are tried here', async () => {
    const leadId = await world.lead()
    const plan = world.break()
    await world.hand(world.qualified(leadId))
    expect(plan.calls.length).toBeLessThanOrEqual(calls)
  })

  it.each(
    (['fails', 'answer-lost'] as const).flatMap((fault) =>
      Array.from({ length: calls }, (_, call) => [fault, call] as const),
    ),
  )(
    '%s at call %i: told again, there is one hand-off, one mail, one clock that rings, and the lead is with sales',
    async (fault, call) => {
      const leadId = await world.lead()
      world.break([[call, fault]])
      await world.hand(world.qualified(leadId))
      world.break()
      // The queue gives it back.
      await world.hand(world.qualified(leadId))
      await world.until(clock.ms + 1_000)
      await world.sweepOwed()
      expect(await handoffs()).toMatchObject([{ owner: expect.stringMatching(/^(anna|boris)$/), settled: 'open' }])
      expect(world.mails).toHaveLength(1)
      expect(world.machines.running).toHaveLength(1)
      const lead = await world.leadNow(leadId)
      expect(lead.profile.status).toBe('with-sales')
      expect((await world.items()).filter(({ unannounced }) => unannounced)).toEqual([])
      expect((await world.items()).filter(({ type }) => type === 'handoff-opened')).toHaveLength(1)
    },
  )
})

it('the calendar of the policy counts, with the public holidays of its country', async () => {
  await world.policy({
    calendar: { zone: 'Europe/Moscow', hours: { 'mon-fri': '09:00-18:00' }, holidays: 'RU' },
  })
  clock.ms = Date.parse('2026-12-31T14:30:00.000Z')
  const leadId = await world.lead()
  await world.hand(world.qualified(leadId))
  const { duties } = await world.read(`${leadId}.1`)
  // Half an hour is left of the year; then come ten days of holidays and a weekend.
  expect(duties[0]?.due).toBe('2027-01-11T06:30:00.000Z')
})
