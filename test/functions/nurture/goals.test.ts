import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { entriesOfEnrolment } from '../../../core/leads/timeline.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const hour = 3_600_000
const day = 24 * hour
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())

it('a goal ends the sequence at once, is told and shown as such, and no mail follows', async () => {
  const leadId = await world.leadInside({ goal: { event: 'meeting-booked' }, exit: [{ stage: 'sql' }] })
  await world.until(startMs + hour)
  await world.happens(leadId, { type: 'meeting-booked' })
  await world.until(startMs + hour)
  const enrolment = await world.enrolment(leadId)
  expect(enrolment).toMatchObject({ state: 'goal', reason: 'goal reached: event meeting-booked', endedAt: at(hour) })
  expect(world.told.filter(({ name }) => name === 'EnrolmentChanged').at(-1)?.detail).toMatchObject({ state: 'goal' })
  expect(entriesOfEnrolment(enrolment)[1]).toMatchObject({ what: 'goal', why: 'goal reached: event meeting-booked' })
  await world.until(startMs + 10 * day)
  expect(world.mails).toHaveLength(1)
  expect(await world.profile(leadId)).toMatchObject({ status: 'parked', parked: { reason: 'sequences-finished' } })
})

it('brings the lead in again once re-entry allows it, counted from the goal', async () => {
  const leadId = await world.leadInside({ goal: { event: 'meeting-booked' }, 're-entry': 'after 90d' })
  await world.happens(leadId, { type: 'meeting-booked' })
  await world.until(startMs)
  await world.until(startMs + 90 * day - hour)
  await world.posts(leadId)
  expect((await world.read(leadId)).enrolments).toHaveLength(1)
  await world.until(startMs + 90 * day)
  await world.posts(leadId)
  expect((await world.read(leadId)).enrolments.map(({ state }) => state)).toEqual(['goal', 'active'])
  expect(clock.ms).toBe(startMs + 90 * day)
})
