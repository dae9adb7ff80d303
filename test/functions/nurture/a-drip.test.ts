import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { enrolmentKey } from '../../../functions/aws/keys.ts'
import { ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { handler as takeStep } from '../../../functions/nurture/take-step.task.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const hour = 3_600_000
const day = 24 * hour
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())

describe('a drip', () => {
  it('goes by the clock from the form to its end, and then the lead is parked with reason and date', async () => {
    const leadId = await world.leadInside()
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
    await world.until(startMs + 30 * day)
    expect(world.sent()).toEqual([`${at(0)} welcome`, `${at(3 * day)} reminder`, `${at(5 * day)} case-study`])
    expect(await world.enrolment(leadId)).toMatchObject({ state: 'finished', reason: 'finished', visit: 3 })
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'sequences-finished', until: at(95 * day) },
    })
    expect(world.machines.failures).toEqual([])
    expect(world.machines.running).toEqual([])
  })

  it('costs three transitions for each mail', async () => {
    await world.leadInside()
    await world.until(startMs + 30 * day)
    expect(world.machines.executions.map(({ transitions }) => transitions)).toEqual([9])
  })

  it('costs five calls of the table for each mail', async () => {
    await world.leadInside()
    const second = await world.lead()
    for (const ms of [0, 3 * day]) {
      await world.until(startMs + ms - 1)
      if (ms === 0) {
        await world.happens(second, { type: 'form-submitted', data: { form: 'white-paper' } })
        await world.deliver()
      }
      const [first, other] = world.machines.running
      if (!first || !other) throw new Error('two drips are awaited')
      clock.ms = startMs + ms
      // What is published is kept for a minute: the first one reads it for both.
      if (ms > 0) await world.machines.ring(first)
      world.calls.length = 0
      await world.machines.ring(other)
      expect(world.calls).toEqual([
        'QueryCommand',
        'PutItemCommand',
        'UpdateItemCommand',
        'SendEmailCommand',
        'UpdateItemCommand',
        'UpdateItemCommand',
      ])
    }
    expect(world.mails).toHaveLength(4)
  })

  it('stays with the version that the lead entered with', async () => {
    await world.leadInside()
    await world.publish(aSequence({ steps: [{ id: 'welcome', send: 'another' }] }))
    await world.until(startMs + 30 * day)
    expect(world.mails.map(({ template }) => template)).toEqual(['welcome', 'reminder', 'case-study'])
  })

  it('looks again after 30 days at what waits for longer, and writes nothing then', async () => {
    const steps = [
      { id: 'rest', wait: '100d' },
      { id: 'later', send: 'later' },
    ]
    const leadId = await world.leadInside({ steps })
    const [execution] = world.machines.running
    expect(execution?.state.waitSeconds).toBe(30 * 86_400)
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'waiting', until: at(10 * day) },
    })
    world.calls.length = 0
    await world.until(startMs + 99 * day)
    expect(world.calls.filter((name) => !/^(Query|GetItem)Command$/.test(name))).toEqual([])
    expect(execution?.state.waitSeconds).toBe(10 * 86_400)
    await world.until(startMs + 101 * day)
    expect(world.sent()).toEqual([`${at(100 * day)} later`])
  })

  it('mails one after the other without a wait in turns of its own', async () => {
    const steps = [
      { id: 'one', send: 'one' },
      { id: 'two', send: 'two' },
    ]
    await world.leadInside({ steps })
    expect(world.sent()).toEqual([`${at(0)} one`, `${at(0)} two`])
    expect(world.machines.executions[0]?.transitions).toBe(6)
  })

  it('is held by a cap over all sequences, says so, and goes on', async () => {
    const capped = {
      cap: { emails: 1, per: '7d' },
      steps: [
        { id: 'first', send: 'one' },
        { id: 'second', send: 'two' },
      ],
    }
    const leadId = await world.leadInside(capped)
    expect(await world.enrolment(leadId)).toMatchObject({ held: 'cap of 1 in 7d', due: at(7 * day) })
    await world.until(startMs + 8 * day)
    expect(world.sent()).toEqual([`${at(0)} one`, `${at(7 * day)} two`])
  })

  it('goes on with the shape of an older release', async () => {
    const leadId = await world.leadInside()
    clock.ms = startMs + 3 * day
    const old = { enrolmentId: 'white-paper.1', leadId, generation: 1, heldBy: 'nobody' }
    expect(await takeStep(old, {} as Context)).toEqual({
      enrolmentId: 'white-paper.1',
      leadId,
      generation: 1,
      waitSeconds: 2 * 86_400,
      finished: false,
    })
    expect(world.mails).toHaveLength(2)
  })

  it('ends for a lead that is gone', async () => {
    const none = { enrolmentId: 'white-paper.1', leadId: 'z'.repeat(32), generation: 1 }
    expect(await takeStep(none, {} as Context)).toMatchObject({ finished: true })
  })

  it('carries ids and seconds alone', async () => {
    await world.leadInside()
    for (const { input } of world.machines.executions) {
      expect(Object.keys(JSON.parse(input)).sort()).toEqual([
        'enrolmentId',
        'finished',
        'generation',
        'leadId',
        'waitSeconds',
      ])
    }
  })
})

describe('a clock', () => {
  it.each<[string, Partial<Enrolment>]>([
    ['that rang a thousand times', { loops: 1_000 }],
    ['that is older than 300 days', { generationAt: at(-301 * day) }],
  ])('%s hands over to the next generation, and the mail goes once', async (_name, worn) => {
    const leadId = await world.leadInside()
    await updateItem(enrolmentKey(leadId, 'white-paper.1'), { set: worn }, ifPresent)
    await world.until(startMs + 3 * day)
    expect(world.sent()).toEqual([`${at(0)} welcome`, `${at(3 * day)} reminder`])
    expect(world.machines.executions.map(({ status, state }) => `${state.generation} ${status}`)).toEqual([
      '1 SUCCEEDED',
      '2 RUNNING',
    ])
    expect(await world.enrolment(leadId)).toMatchObject({ generation: 2, generationAt: at(3 * day), loops: 1 })
  })
})
