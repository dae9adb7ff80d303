import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromInstant, toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { mailboxKey } from '../../../functions/aws/keys.ts'
import { dynamodb, updateItem } from '../../../functions/aws/table.ts'
import { handler as accept } from '../../../functions/handoff/accept-handoff.http.ts'
import { handler as recycle } from '../../../functions/handoff/recycle-handoff.http.ts'
import { handler as reject } from '../../../functions/handoff/reject-handoff.http.ts'
import { handler as outcome } from '../../../functions/handoff/report-outcome.http.ts'
import { handler as show } from '../../../functions/handoff/show-handoff.http.ts'
import { changeLead } from '../../../functions/leads/change-lead.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { ask } from '../../fixtures/ask.ts'
import { anyOrder, Interleave } from '../../fixtures/interleave.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn, morning } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let leadId: string
let handoffId: string

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff({ userId: 'anna', manager: 'mark' }, { userId: 'boris' }, { userId: 'mark', team: 'heads' })
  leadId = await world.lead()
  handoffId = `${leadId}.1`
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.1))
})

afterEach(() => world.stop())

const sales = ['sales']
const params = () => ({ handoffId })
const doAccept = () => ask(accept, routes.acceptHandoff, { params: params(), groups: sales })
const doReject = (reason = 'a student') =>
  ask(reject, routes.rejectHandoff, { params: params(), groups: sales, body: { reason } })
const doRecycle = (body: Record<string, unknown> = { reason: 'next year' }) =>
  ask(recycle, routes.recycleHandoff, { params: params(), groups: sales, body })
const report = (body: Record<string, unknown>) =>
  ask(outcome, routes.reportOutcome, { params: params(), groups: sales, body })
const factsOf = async (type: string) => (await world.items()).filter((item) => item.type === type)

describe('accepting', () => {
  it('makes the lead an SQL at once, and the call stays due', async () => {
    const answered = await doAccept()
    expect(answered.status).toBe(200)
    expect(answered.json).toMatchObject({
      state: 'accepted',
      owner: 'anna',
      answer: { kind: 'accepted', by: 'anna', at: toInstant(hoursOn(0.1)) },
      due: toInstant(hoursOn(4)),
      overdue: false,
    })
    expect(answered.json).not.toHaveProperty('tells')
    expect((await world.leadNow(leadId)).profile).toMatchObject({ stage: 'sql', status: 'with-sales' })
    await world.until(hoursOn(0.2))
    expect(await factsOf('handoff-accepted')).toMatchObject([{ id: 'handoff-accepted-1', data: { by: 'anna' } }])
  })

  it('does not stop the call clock: unmet it is warned of and breached', async () => {
    await doAccept()
    await world.until(hoursOn(4.1))
    const { duties, state } = await world.read(handoffId)
    expect(state).toBe('accepted')
    expect(duties.map(({ breachedAt }) => breachedAt)).toEqual([undefined, toInstant(hoursOn(4))])
    expect(world.mails.map(({ template }) => template)).toEqual([
      'handoff-opened',
      'handoff-warning',
      'handoff-escalated',
    ])
  })

  it('and calling stop every clock', async () => {
    await doAccept()
    await world.hand(world.observed(aFact({ leadId, type: 'call', at: toInstant(clock.ms) })))
    await world.drain()
    expect((await world.read(handoffId)).due).toBeUndefined()
    expect(world.machines.running).toHaveLength(0)
    await world.until(hoursOn(200))
    expect(world.mails).toHaveLength(1)
  })
})

describe('giving back', () => {
  it('a rejected lead is parked with its reason, and every clock stops', async () => {
    expect((await doReject()).json).toMatchObject({ state: 'rejected', answer: { reason: 'a student' } })
    expect((await world.leadNow(leadId)).profile).toMatchObject({ status: 'parked', parked: { reason: 'rejected' } })
    expect(world.machines.running).toHaveLength(0)
    await world.until(hoursOn(200))
    expect(world.mails).toHaveLength(1)
    expect(await factsOf('handoff-rejected')).toMatchObject([{ data: { reason: 'a student', by: 'anna' } }])
  })

  it('a recycled lead is parked until the date, as an instant in UTC', async () => {
    const answered = await doRecycle({ reason: 'next year', parkUntil: '2027-02-01T09:00:00+03:00' })
    expect(answered.status).toBe(200)
    expect((await world.leadNow(leadId)).profile).toMatchObject({
      status: 'parked',
      parked: { reason: 'recycled', until: '2027-02-01T06:00:00.000Z' },
    })
  })

  it.each([
    ['a date that has passed', { reason: 'x', parkUntil: '2026-01-01T00:00:00Z' }, '/parkUntil'],
    ['a date far ahead', { reason: 'x', parkUntil: '2046-01-01T00:00:00Z' }, '/parkUntil'],
    ['no date at all', { reason: 'x', parkUntil: 'soon' }, '/parkUntil'],
    ['no reason', {}, '/reason'],
    ['something unknown', { reason: 'x', until: 'y' }, ''],
  ])('is refused with %s', async (_what, body, pointer) => {
    const answered = await doRecycle(body)
    expect(answered.status).toBe(422)
    expect(answered.json.errors[0].pointer).toBe(pointer)
    expect((await world.read(handoffId)).state).toBe('open')
  })
})

describe('a second answer', () => {
  it('is 409 with the first, and is kept as late', async () => {
    await doAccept()
    clock.ms += 60_000
    const late = await doReject('no budget')
    expect(late.status).toBe(409)
    expect(late.headers['content-type']).toBe('application/problem+json')
    expect(late.json).toMatchObject({ status: 409, state: 'accepted', answer: { kind: 'accepted', by: 'anna' } })
    expect(await world.read(handoffId)).toMatchObject({
      state: 'accepted',
      late: [{ kind: 'rejected', by: 'anna', at: toInstant(clock.ms) }],
    })
    expect(await factsOf('handoff-rejected')).toEqual([])
  })

  it('given at the same time has one winner, in any order of the calls', async () => {
    for (let seed = 0; seed < 12; seed += 1) {
      const other = await world.lead({ leadId: `${'abcdefghijklmnopqrst'[seed]}`.repeat(32) })
      handoffId = `${other}.1`
      await world.hand(world.qualified(other))
      const turns = new Interleave().watch(dynamodb)
      const { accepting, rejecting } = await turns.run(
        { accepting: () => doAccept(), rejecting: () => doReject() },
        anyOrder(seed),
      )
      turns.stop()
      const statuses = [accepting, rejecting].map(({ outcome }) =>
        outcome.status === 'fulfilled' ? (outcome.value as { status: number }).status : outcome.reason,
      )
      expect(statuses.sort()).toEqual([200, 409])
      const { state, answer, late } = await world.read(handoffId)
      expect(answer?.kind).toBe(state)
      expect(late).toHaveLength(1)
      const { profile } = await world.leadNow(other)
      expect(profile.status).toBe(state === 'accepted' ? 'with-sales' : 'parked')
    }
  })

  it('may not change what the policy took back', async () => {
    await world.until(hoursOn(72))
    expect((await doAccept()).json).toMatchObject({ state: 'recycled', answer: { by: 'sla' } })
  })
})

describe('an outcome', () => {
  it('comes after accepting: opportunity, then won, with revenue; the lead is a customer', async () => {
    expect((await report({ result: 'won' })).status).toBe(409)
    await doAccept()
    expect((await report({ result: 'opportunity' })).status).toBe(200)
    await world.drain()
    expect((await world.leadNow(leadId)).profile).toMatchObject({ stage: 'opportunity', status: 'with-sales' })
    expect((await report({ result: 'opportunity' })).json).toMatchObject({
      status: 409,
      outcome: { result: 'opportunity' },
    })
    clock.ms = hoursOn(1)
    expect((await report({ result: 'won', revenue: 12_000 })).json).toMatchObject({
      state: 'won',
      outcome: { revenue: 12_000 },
    })
    await world.drain()
    expect((await world.leadNow(leadId)).profile).toMatchObject({
      stage: 'customer',
      status: 'customer',
      customerSince: toInstant(hoursOn(1)),
    })
    expect(await factsOf('deal-won')).toMatchObject([{ id: 'deal-won-1', data: { revenue: 12_000 } }])
    expect((await report({ result: 'lost' })).status).toBe(409)
  })

  it('lost gives the lead back to marketing', async () => {
    await doAccept()
    await report({ result: 'lost', reason: 'price' })
    expect((await world.leadNow(leadId)).profile).toMatchObject({ status: 'parked', parked: { reason: 'lost' } })
    expect(world.machines.running).toHaveLength(0)
  })
})

describe('whatever call of an answer goes wrong', () => {
  it('an undisturbed one makes no more calls than are tried here', async () => {
    const plan = world.break()
    await doReject()
    expect(plan.calls.length).toBeLessThanOrEqual(15)
  })

  it.each(
    (['fails', 'answer-lost'] as const).flatMap((fault) =>
      Array.from({ length: 15 }, (_, call) => [fault, call] as const),
    ),
  )('%s at call %i: the answer counts or it does not, and what follows from it follows', async (fault, call) => {
    world.break([[call, fault]])
    const answered = await doReject()
    world.break()
    if (answered.status !== 200) {
      expect(answered.status).toBe(503)
      // The person tries again; the answer may be stored already.
      expect([200, 409]).toContain((await doReject()).status)
    }
    await world.sweepOwed()
    await world.until(clock.ms + 1_000)
    const { state, answer } = await world.read(handoffId)
    expect([state, answer?.reason]).toEqual(['rejected', 'a student'])
    expect((await world.leadNow(leadId)).profile).toMatchObject({ status: 'parked', parked: { reason: 'rejected' } })
    expect(await factsOf('handoff-rejected')).toHaveLength(1)
    expect((await world.items()).filter(({ unannounced }) => unannounced)).toEqual([])
  })

  it('a late repeat of what was settled does not undo what came after', async () => {
    await doReject()
    await world.drain()
    const repeated = world.told.filter(({ name }) => name === 'HandoffChanged')
    const { profile } = await world.leadNow(leadId)
    const later = { reason: 'sequences-finished' as const, until: '2027-05-01T00:00:00.000Z' }
    await changeLead(leadId, { type: 'test', id: leadId, at: profile.createdAt }, () => ({ set: { parked: later } }))
    const before = (await world.leadNow(leadId)).profile
    for (const told of repeated) await world.hand(told)
    expect((await world.leadNow(leadId)).profile).toEqual(before)
  })
})

describe('who may answer', () => {
  it('sales and admins, nobody of marketing', async () => {
    const asked = (groups: string[]) => ask(accept, routes.acceptHandoff, { params: params(), groups })
    expect((await asked(['marketing'])).status).toBe(403)
    expect((await asked(['admin'])).status).toBe(200)
  })

  it('nobody for a hand-off that is not there, or whose lead is erased', async () => {
    const asked = (id: string) => ask(accept, routes.acceptHandoff, { params: { handoffId: id }, groups: sales })
    expect((await asked(`${leadId}.2`)).status).toBe(404)
    expect((await asked('nonsense')).status).toBe(404)
    await updateItem(mailboxKey(leadId), { set: { erasedAt: toInstant(clock.ms) } })
    expect((await asked(handoffId)).status).toBe(404)
    expect((await ask(show, routes.showHandoff, { params: params(), groups: sales })).status).toBe(404)
  })
})

describe('the whole story', () => {
  it('has lead, duties, what is next, what it did and who was told', async () => {
    await world.hand(
      world.observed(
        aFact({ leadId, type: 'page-visited', at: toInstant(morning - 60_000), data: { path: '/pricing' } }),
      ),
    )
    await world.drain()
    const { status, json } = await ask(show, routes.showHandoff, { params: params(), groups: sales })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      handoffId,
      state: 'open',
      owner: 'anna',
      due: toInstant(hoursOn(1)),
      overdue: false,
      next: { duty: 'accept', what: 'answer' },
      lead: { leadId, email: 'olga@example.org', fields: { company: 'Shop' }, stage: 'mql', status: 'with-sales' },
      earlier: [],
      mails: [{ to: 'anna', template: 'handoff-opened', state: 'SENT' }],
    })
    const types = json.timeline.map(({ type }: { type?: string }) => type)
    expect(types).toEqual(expect.arrayContaining(['page-visited', 'handoff-opened']))
    for (const inner of ['generation', 'version', 'tells', 'settled']) expect(json).not.toHaveProperty(inner)
  })

  it('says that it is overdue', async () => {
    await world.until(hoursOn(1.5))
    const { json } = await ask(show, routes.showHandoff, { params: params(), groups: sales })
    expect(json).toMatchObject({ overdue: true, duties: [{ breachedAt: toInstant(hoursOn(1)) }, {}] })
    expect(fromInstant(json.due)).toBe(hoursOn(1))
  })
})
