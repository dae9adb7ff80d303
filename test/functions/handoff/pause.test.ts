import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answerHandoff } from '../../../core/handoff/answer.ts'
import { toInstant } from '../../../core/names.ts'
import { changeHandoff } from '../../../functions/handoff/change-handoff.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let leadId: string
let handoffId: string

/** A lead of anna's that she accepted at 10:24 in Berlin: the first call is due by 14:00, with a warning at 13:00. */
beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff({ userId: 'anna', manager: 'mark' }, { userId: 'mark', team: 'heads' })
  leadId = await world.lead()
  handoffId = `${leadId}.1`
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.4))
  await changeHandoff(handoffId, (read) => {
    const answered = answerHandoff(read, { kind: 'accepted', by: 'anna' }, clock.ms)
    return answered.handoff && { handoff: answered.handoff, causes: ['accepted'] }
  })
  await world.until(hoursOn(0.6))
})
afterEach(() => world.stop())

/** Sales or the lead did this now. */
async function happens(type: string, data: Record<string, boolean> = {}): Promise<void> {
  const fact = { leadId, id: `${type}-${clock.ms}`, type, at: toInstant(clock.ms), data }
  expect(await world.hand(world.observed(fact))).toBe(true)
  await world.drain()
}

const call = async () => (await world.read(handoffId)).duties.find(({ id }) => id === 'first-call')
const templates = () => world.mails.map(({ template }) => template)

it('a clock stands while sales waits for the lead, and nobody is warned meanwhile', async () => {
  await world.until(hoursOn(1))
  await happens('waiting-on-lead')
  await world.until(hoursOn(6))
  expect(templates()).toEqual(['handoff-opened'])
  expect(await call()).not.toHaveProperty('breachedAt')
  await happens('lead-answered')
  // Five hours did not count: the call is due at 19:00, which is an hour into the next day.
  expect(await call()).toMatchObject({ due: '2026-11-25T09:00:00.000Z', warnAt: '2026-11-24T17:00:00.000Z' })
})

it('the lead’s answer wakes the clock that slept for longer', async () => {
  await world.until(hoursOn(1))
  await happens('waiting-on-lead')
  await world.until(hoursOn(1.5))
  // That they are out of office is no answer.
  await happens('email-replied', { machine: true })
  await world.until(hoursOn(2))
  await happens('email-replied')
  expect(await call()).toMatchObject({ due: '2026-11-24T14:00:00.000Z' })
  await world.until(hoursOn(5) + 1_000)
  expect(await call()).toHaveProperty('breachedAt')
  expect(templates()).toEqual(['handoff-opened', 'handoff-warning', 'handoff-escalated'])
  expect(world.machines.running).toHaveLength(1)
})

it('a lead that never answers is not waited for longer than five working days', async () => {
  await world.until(hoursOn(1))
  await happens('waiting-on-lead')
  // Three hours were left.
  expect(await call()).toMatchObject({ due: '2026-12-01T13:00:00.000Z' })
  await world.until(hoursOn(24 * 7 + 4.1))
  expect(await call()).toHaveProperty('breachedAt')
})

it('facts that come late, again and in another order end in the same place', async () => {
  await world.until(hoursOn(3))
  const fact = (type: string, hour: number) => ({ leadId, id: type, type, at: toInstant(hoursOn(hour)), data: {} })
  const [waits, answers] = [fact('waiting-on-lead', 1), fact('lead-answered', 2)]
  for (const one of [answers, waits, answers, waits]) await world.hand(world.observed(one))
  await world.drain()
  expect(await call()).toMatchObject({ due: '2026-11-24T14:00:00.000Z' })
})

it('a report of waiting that only the clock sees stops it, before it breaches anything or gives the lead away', async () => {
  await world.until(hoursOn(1))
  // The fact is stored; its event is on its way still, and the warning, the breach and the manager are due.
  const fact = { leadId, id: 'told-late', type: 'waiting-on-lead', at: toInstant(hoursOn(1)), data: {} }
  expect(await world.hand(world.observed(fact))).toBe(true)
  await world.until(hoursOn(30), { deaf: true })
  expect(templates()).toEqual(['handoff-opened'])
  expect(await call()).not.toHaveProperty('breachedAt')
  const kept = await world.read(handoffId)
  expect(kept).toMatchObject({ owner: 'anna', state: 'accepted', escalations: [] })
  expect(kept.pauses).toMatchObject([{ from: toInstant(hoursOn(1)) }])
  expect(kept.unpaused).toMatchObject({ 'due first-call': '2026-11-24T13:00:00.000Z' })
  // Told at last, it changes nothing.
  await world.drain()
  expect(await world.read(handoffId)).toMatchObject({ version: kept.version, due: kept.due })
})
