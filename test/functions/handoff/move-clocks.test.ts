import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerHandoff } from '../../../core/handoff/answer.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { inFlightKey } from '../../../functions/aws/keys.ts'
import { getItem } from '../../../functions/aws/table.ts'
import { judgeClocks } from '../../../functions/content/judge-clocks.ts'
import { handler as showInFlight } from '../../../functions/content/show-in-flight.http.ts'
import { changeHandoff } from '../../../functions/handoff/change-handoff.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { ask } from '../../fixtures/ask.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
const ids = 'abcdefgh'.split('').map((letter) => letter.repeat(32))
const [first = '', second = ''] = ids

/** Half of the time for everything, and a meeting beside. */
const faster = {
  duties: [
    { id: 'accept', who: 'sales-development', what: 'answer', within: '30m' },
    { id: 'first-call', who: 'sales', what: 'call', within: '2h', warn: '1h' },
    { id: 'visit', who: 'sales', what: 'meeting', within: '1h' },
  ],
  breach: [{ after: '3h', notify: 'manager' }],
}

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff({ userId: 'anna', manager: 'mark' }, { userId: 'mark', team: 'heads' })
  for (const leadId of [first, second]) {
    await world.lead({ leadId })
    await world.hand(world.qualified(leadId))
  }
  await world.until(hoursOn(0.2))
  await changeHandoff(`${second}.1`, (read) => {
    const answered = answerHandoff(read, { kind: 'accepted', by: 'anna' }, clock.ms)
    return answered.result === 'first' ? { handoff: answered.handoff } : undefined
  })
  await world.drain()
})
afterEach(() => world.stop())

const kept = async (leadId: string) => {
  const { policyVersion, duties, steps } = await world.read(`${leadId}.1`)
  return { policyVersion, duties: Object.fromEntries(duties.map(({ id, due }) => [id, due.slice(11, 16)])), steps }
}
const current = async () => ({ version: (await world.read(`${first}.1`)).policyVersion }) as never
const causes = () => world.told.filter(({ name }) => name === 'HandoffChanged').map(({ detail }) => detail.cause)

describe('a policy that is published while clocks run', () => {
  it('asks what becomes of them, and says how many there are', async () => {
    await expect(judgeClocks('standard', await current(), {})).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/^2 clocks run: 1 accepted \(version \d+\), 1 open \(version \d+\)\. Say what/),
      extra: {
        inFlight: [
          { step: 'accepted', leads: 1 },
          { step: 'open', leads: 1 },
        ],
      },
    })
    expect(await judgeClocks('standard', await current(), { inFlight: 'move' })).toEqual({ choice: 'move', steps: {} })
    await expect(judgeClocks('standard', await current(), { inFlight: 'exit' })).rejects.toMatchObject({ status: 422 })
    expect(await judgeClocks('other', { version: 3 } as never, {})).toBeUndefined()
    expect(await judgeClocks('standard', undefined, {})).toBeUndefined()
  })

  it('asks nothing where none runs any more', async () => {
    for (const leadId of [first, second])
      await changeHandoff(`${leadId}.1`, (read) => ({ handoff: { ...read, state: 'recycled', due: undefined } }))
    expect(await judgeClocks('standard', await current(), {})).toBeUndefined()
  })

  it('leaves them what was promised, where they stay', async () => {
    const before = await kept(first)
    await world.policyOverClocks(faster, 'stay')
    await world.until(hoursOn(0.3))
    expect(await kept(first)).toEqual(before)
  })

  it('moves them: due as if by the new version from the first, what is new from now, and each clock looks at once', async () => {
    const version = await world.policyOverClocks(faster, 'move')
    await world.drain()
    await world.until(hoursOn(0.3))
    expect(await kept(first)).toMatchObject({
      policyVersion: version,
      // Handed over at 09:00, moved at 09:12.
      duties: { accept: '09:30', 'first-call': '11:00', visit: '10:12' },
      steps: [{ index: 3, what: 'notify-manager', due: '2026-11-24T12:00:00.000Z' }],
    })
    expect((await world.read(`${second}.1`)).duties[0]).toMatchObject({ id: 'accept', metAt: toInstant(hoursOn(0.2)) })
    expect(await getItem(inFlightKey('sla-policies/standard', version))).toMatchObject({
      state: 'done',
      settled: 2,
      failed: 0,
    })
    const params = { type: 'sla-policies', id: 'standard' }
    expect((await ask(showInFlight, routes.showInFlight, { params, groups: ['sales'] })).json).toMatchObject({
      items: [{ version, choice: 'move', state: 'done', settled: 2 }],
    })
    await world.until(hoursOn(0.5))
    expect((await world.read(`${first}.1`)).duties[0]).toHaveProperty('breachedAt', toInstant(hoursOn(0.5)))
    // What followed from it is done by one clock each.
    expect(world.machines.running).toHaveLength(2)
    expect(causes().filter((cause) => cause === 'policy-moved')).toHaveLength(2)
  })

  it('moves each once, however often it is told and whatever call goes wrong', async () => {
    for (let call = 0; call < 40; call += 4) {
      const before = causes().filter((cause) => cause === 'policy-moved').length
      const version = await world.policyOverClocks(faster, 'move')
      const told = {
        name: 'ContentPublished',
        detail: { type: 'sla-policies', id: 'standard', version, at: toInstant(clock.ms) },
      }
      world.break([[call, call % 8 === 0 ? 'fails' : 'answer-lost']])
      await world.drain()
      world.break()
      for (let again = 0; again < 2; again += 1) {
        await world.hand(told)
        for (const page of [1, 2, 3, 4, 5, 6])
          await world.hand({ name: 'InFlightRequested', detail: { sequence: 'sla-policies/standard', version, page } })
      }
      await world.sweepOwed()
      expect(await getItem(inFlightKey('sla-policies/standard', version)), `call ${call}`).toMatchObject({
        state: 'done',
      })
      expect((await kept(first)).policyVersion).toBe(version)
      expect((await kept(second)).policyVersion).toBe(version)
      expect(causes().filter((cause) => cause === 'policy-moved').length - before).toBeLessThanOrEqual(4)
      const { escalations, steps } = await world.read(`${first}.1`)
      expect(steps.every(({ index }) => !escalations.some((done) => done.index === index))).toBe(true)
    }
  })

  it('counts pauses anew, by its own calendar', async () => {
    await world.until(hoursOn(1))
    await world.hand(world.observed(aFact({ leadId: second, type: 'waiting-on-lead', at: toInstant(hoursOn(0.5)) })))
    await world.drain()
    const version = await world.policyOverClocks(
      { ...faster, calendar: { zone: 'Europe/Berlin', hours: { 'mon-sun': '00:00-24:00' } } },
      'move',
    )
    await world.drain()
    await world.until(hoursOn(1.2))
    const { policyVersion, unpaused, pauses } = await world.read(`${second}.1`)
    expect(policyVersion).toBe(version)
    expect(unpaused).toMatchObject({ 'due first-call': '2026-11-24T11:00:00.000Z' })
    // Five days of that calendar go through the weekend.
    expect(pauses).toEqual([{ from: toInstant(hoursOn(0.5)), to: '2026-11-29T09:30:00.000Z' }])
  })

  it('is left to a later version that moves as well', async () => {
    const one = await world.policyOverClocks(faster, 'move')
    const two = await world.policyOverClocks(faster, 'move')
    await world.drain()
    expect((await kept(first)).policyVersion).toBe(two)
    expect(['superseded', 'done']).toContain((await getItem(inFlightKey('sla-policies/standard', one)))?.state)
  })
})
