import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import { mailboxKey } from '../../../functions/aws/keys.ts'
import { dynamodb, updateItem } from '../../../functions/aws/table.ts'
import { keepDueSla } from '../../../functions/handoff/keep-due-sla.ts'
import { handler as sweep } from '../../../functions/handoff/sweep-handoffs.schedule.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
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
})

afterEach(() => world.stop())

const mailed = () => world.mails.map(({ to, template }) => `${template.replace('handoff-', '')} ${to.split('@')[0]}`)
const causes = () => world.told.filter(({ name }) => name === 'HandoffChanged').map(({ detail }) => detail.cause)
const state = (generation: number) => ({ leadId, handoffId, generation, waitSeconds: 0, finished: false })

/** What happens to a lead that nobody of sales ever looks at. */
const silence = ['opened anna', 'warning anna', 'escalated mark', 'warning anna', 'opened boris', 'moved anna']

describe('a hand-off that nobody answers', () => {
  it('is warned of, breached, told to the manager, given to the next, and taken back in the end', async () => {
    await world.until(hoursOn(0.5) - 1)
    expect(mailed()).toEqual(['opened anna'])
    await world.until(hoursOn(0.5))
    expect(mailed()).toEqual(['opened anna', 'warning anna'])
    await world.until(hoursOn(1))
    expect((await world.read(handoffId)).duties[0]?.breachedAt).toBe(toInstant(hoursOn(1)))
    await world.until(hoursOn(2))
    expect(mailed().at(-1)).toBe('escalated mark')
    // Tomorrow at ten the next of the team has it.
    await world.until(hoursOn(24))
    expect(mailed()).toEqual(silence)
    expect(await world.read(handoffId)).toMatchObject({ owner: 'boris', previousOwners: ['anna'], state: 'open' })
    await world.until(hoursOn(72))
    expect(await world.read(handoffId)).toMatchObject({ state: 'recycled', answer: { by: 'sla' }, settled: 'recycled' })
    expect((await world.leadNow(leadId)).profile).toMatchObject({ status: 'parked', parked: { reason: 'recycled' } })
    expect((await world.items()).filter(({ type }) => type === 'handoff-recycled')).toHaveLength(1)
    expect(world.machines.executions.map(({ status }) => status)).toEqual(['SUCCEEDED'])
    expect(causes()).toEqual(['opened', 'warn', 'breach', 'notify-manager', 'warn', 'breach', 'reassign', 'recycle'])
  })

  it('goes the same way when the clock is late by any time', async () => {
    for (const hours of [3, 30, 200]) {
      clock.ms = Math.max(clock.ms, hoursOn(hours))
      await world.until(hoursOn(hours))
    }
    expect(mailed()).toEqual(['opened anna', 'escalated mark', 'warning anna', 'opened boris', 'moved anna'])
    expect(causes()).toEqual(['opened', 'breach', 'notify-manager', 'warn', 'breach', 'reassign', 'recycle'])
  })

  it('is done once, however often the same generation looks', async () => {
    for (const hours of [0, 0.5, 1, 2, 3, 4, 24, 72]) {
      await world.until(hoursOn(hours))
      for (let n = 0; n < 3; n += 1) await keepDueSla(state(1))
    }
    await world.drain()
    expect(mailed()).toEqual(silence)
    expect((await world.read(handoffId)).escalations.map(({ index }) => index)).toEqual([0, 1, 2])
  })

  it('is done once by clocks that go back between the looks, and forth again', async () => {
    const behindHours = [0.5, 0, 1, 0.2, 2, -3, 24, 1, 72, 4]
    for (const hours of behindHours) {
      clock.ms = hoursOn(hours)
      await keepDueSla(state(1))
      await world.drain()
    }
    expect(mailed().filter((one) => !one.startsWith('warning'))).toEqual(
      silence.filter((one) => !one.startsWith('warning')),
    )
    expect(new Set(mailed()).size).toBe(mailed().length)
    const { escalations, state: ended } = await world.read(handoffId)
    expect(escalations.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(ended).toBe('recycled')
  })

  it('is not touched by an older generation any more', async () => {
    await world.until(morning)
    await keepDueSla(state(3))
    clock.ms = hoursOn(1)
    expect(await keepDueSla(state(2))).toMatchObject({ finished: true })
    expect((await world.read(handoffId)).duties[0]?.breachedAt).toBeUndefined()
    await keepDueSla(state(3))
    expect((await world.read(handoffId)).duties[0]?.breachedAt).toBe(toInstant(hoursOn(1)))
  })

  it('is done once by generations that look at the same time, in any order of their calls', async () => {
    await world.until(hoursOn(1))
    for (let seed = 0; seed < 12; seed += 1) {
      const before = await world.read(handoffId)
      clock.ms = hoursOn(1 + seed)
      const turns = new Interleave().watch(dynamodb)
      await turns.run(
        { first: () => keepDueSla(state(before.generation)), second: () => keepDueSla(state(before.generation + 1)) },
        anyOrder(seed),
      )
      turns.stop()
    }
    const { escalations, tells } = await world.read(handoffId)
    expect(escalations.map(({ index }) => index)).toEqual([0])
    expect(tells).toEqual([])
    expect(mailed()).toEqual(['opened anna', 'warning anna', 'escalated mark', 'warning anna'])
  })
})

describe('whatever call of a look goes wrong', () => {
  it('an undisturbed one makes no more calls than are tried here', async () => {
    await world.until(hoursOn(1))
    clock.ms = hoursOn(2)
    const plan = world.break()
    await keepDueSla(state(1))
    expect(plan.calls.length).toBeLessThanOrEqual(19)
  })

  it.each(
    (['fails', 'answer-lost'] as const).flatMap((fault) =>
      Array.from({ length: 19 }, (_, call) => [fault, call] as const),
    ),
  )('%s at call %i: the retry does what is left, nothing twice', async (fault, call) => {
    await world.until(hoursOn(1))
    clock.ms = hoursOn(2)
    world.break([[call, fault]])
    await keepDueSla(state(1)).catch(() => undefined)
    world.break()
    await keepDueSla(state(1))
    await world.sweepOwed()
    // What SES turned away goes after five minutes.
    await world.until(hoursOn(2.2))
    const { escalations, tells } = await world.read(handoffId)
    expect(escalations).toMatchObject([{ index: 0, who: 'mark' }])
    expect(tells).toEqual([])
    expect(mailed().filter((mail) => mail === 'escalated mark')).toHaveLength(1)
    expect(causes().filter((cause) => cause === 'notify-manager').length).toBeGreaterThanOrEqual(1)
    expect((await world.items()).filter(({ unannounced }) => unannounced)).toEqual([])
  })
})

describe('what sales does', () => {
  it('a logged call meets the call duty, accepting does not', async () => {
    await world.until(hoursOn(0.2))
    const fact = aFact({ leadId, type: 'call', at: toInstant(hoursOn(0.2)) })
    await world.hand(world.observed(fact))
    await world.until(hoursOn(0.3))
    const { duties } = await world.read(handoffId)
    expect(duties.map(({ metAt }) => metAt)).toEqual([undefined, toInstant(hoursOn(0.2))])
    expect(causes()).toContain('duty-met')
  })

  it('a call in time that is told late is in time', async () => {
    await world.until(hoursOn(3.9))
    // The fact is stored; nobody heard of it yet.
    await world.hand(world.observed(aFact({ leadId, type: 'call', at: toInstant(hoursOn(3.8)) })))
    clock.ms = hoursOn(4)
    await keepDueSla(state(1))
    const call = (await world.read(handoffId)).duties[1]
    expect(call).toMatchObject({ metAt: toInstant(hoursOn(3.8)) })
    expect(call?.breachedAt).toBeUndefined()
  })

  it('a call before the hand-off, or another fact, meets nothing', async () => {
    await world.hand(world.observed(aFact({ leadId, type: 'call', at: toInstant(morning - 60_000) })))
    await world.hand(world.observed(aFact({ leadId, type: 'page-visited', at: toInstant(morning + 60_000) })))
    await world.until(hoursOn(0.1))
    expect((await world.read(handoffId)).duties.every(({ metAt }) => metAt === undefined)).toBe(true)
  })
})

describe('a clock that was lost', () => {
  it('is started again by the sweep once it is overdue by 15 minutes', async () => {
    await world.until(hoursOn(0.1))
    for (const execution of world.machines.executions) execution.status = 'FAILED'
    clock.ms = hoursOn(0.5) + 14 * 60_000
    await sweep({}, {} as never)
    expect(world.machines.running).toHaveLength(0)
    clock.ms = hoursOn(0.5) + 16 * 60_000
    await sweep({}, {} as never)
    await sweep({}, {} as never)
    expect(world.machines.running).toHaveLength(1)
    await world.until(clock.ms + 1_000)
    expect(mailed()).toEqual(['opened anna', 'warning anna'])
    expect((await world.read(handoffId)).generation).toBe(2)
  })

  it('is left alone when nothing is due any more', async () => {
    await world.until(hoursOn(72))
    clock.ms = hoursOn(200)
    await sweep({}, {} as never)
    expect(world.machines.running).toHaveLength(0)
  })

  it('hands over to the next generation before its execution is worn out', async () => {
    await world.policy({ duties: [{ id: 'visit', who: 'sales', what: 'meeting', within: '26w' }], breach: [] })
    const other = await world.lead({ leadId: 'z'.repeat(32) })
    await world.hand(world.qualified(other))
    // Not half a year but more than 300 days: as if nobody ever looked.
    await world.until(morning + 1_000)
    clock.ms = morning + 301 * 86_400_000
    const answered = await keepDueSla({
      leadId: other,
      handoffId: `${other}.1`,
      generation: 1,
      waitSeconds: 0,
      finished: false,
    })
    expect(answered.finished).toBe(true)
    expect(
      world.machines.executions.some(({ input }) => input.includes(other) && input.includes('"generation":2')),
    ).toBe(true)
  })
})

it('an erased lead is not spoken of any more', async () => {
  await world.until(hoursOn(0.1))
  await updateItem(mailboxKey(leadId), { set: { erasedAt: toInstant(clock.ms) } })
  await world.until(hoursOn(100))
  expect(mailed()).toEqual(['opened anna'])
  expect(world.machines.running).toHaveLength(0)
})
