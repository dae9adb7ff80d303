import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { handler as handIn } from '../../../functions/handoff/hand-in-lead.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { ask } from '../../fixtures/ask.ts'
import { faults } from '../../fixtures/faults.ts'
import { aHandoffWorld, type HandoffWorld } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let leadId: string

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff(
    { userId: 'anna' },
    { userId: 'boris' },
    { userId: 'mia', groups: ['marketing'], team: 'marketing' },
  )
  leadId = await world.lead({ stage: 'lead', qualification: undefined, score: undefined })
})
afterEach(() => world.stop())

async function handsIn(username: string, given: Record<string, unknown> = {}) {
  const body = { leadId, reason: 'Met at the fair', ...given }
  const said = await ask(handIn, routes.handInLead, { body, groups: ['sales'], username })
  await world.drain()
  return said
}
const facts = async () => (await world.items()).filter(({ type }) => type === 'handed-in')

describe('POST /handoffs', () => {
  it('brings a lead without a score to whoever hands it in, once', async () => {
    for (let time = 1; time <= 2; time += 1) {
      expect(await handsIn('boris')).toMatchObject({ status: 202, json: { handoffId: `${leadId}.1` } })
    }
    expect(await world.read(`${leadId}.1`)).toMatchObject({
      owner: 'boris',
      routedBy: 'handed the lead in',
      state: 'open',
    })
    expect(await facts()).toMatchObject([{ id: 'handed-in-1', data: { by: 'boris', reason: 'Met at the fair' } }])
    expect((await world.leadNow(leadId)).profile.status).toBe('with-sales')
  })

  it('leaves it to the policy where it is for the team', async () => {
    await handsIn('boris', { for: 'team' })
    expect(await world.read(`${leadId}.1`)).toMatchObject({ routedBy: expect.stringContaining('round robin') })
  })

  it('names the hand-off where sales has the lead', async () => {
    await handsIn('anna')
    expect(await handsIn('boris')).toMatchObject({
      status: 409,
      json: { handoffId: `${leadId}.1`, owner: 'anna', state: 'open' },
    })
    expect(await facts()).toHaveLength(1)
  })

  it('says that it is on its way, where its score was first', async () => {
    leadId = await world.lead()
    expect(await handsIn('anna')).toMatchObject({ status: 409, json: { detail: expect.stringMatching(/on its way/) } })
  })

  it.each([
    ['somebody of marketing', 'mia'],
    ['nobody whom the company knows', 'stranger'],
  ])('refuses a lead for %s, who would wait in vain', async (_who, username) => {
    expect(await handsIn(username)).toMatchObject({ status: 422, json: { errors: [{ pointer: '/for' }] } })
    expect((await world.leadNow(leadId)).profile.qualification).toBeUndefined()
    expect((await handsIn(username, { for: 'team' })).status).toBe(202)
  })

  it.each([
    [{ reason: ' ' }, 422],
    [{ for: 'boris' }, 422],
    [{ leadId: 'nobody' }, 422],
    [{ leadId: 'abcdefghijklmnopqrstuvwxyz234567' }, 404],
  ])('answers %j with %i', async (given, status) => {
    expect((await handsIn('anna', given)).status).toBe(status)
  })

  it.each(faults)('is one hand-off and one fact, whichever call of the forwarder %s', async (fault) => {
    const body = { reason: 'Met at the fair' }
    let call = 0
    for (; ; call += 1) {
      leadId = await world.lead({
        leadId: aLeadId(call + 1),
        stage: 'lead',
        qualification: undefined,
        score: undefined,
      })
      const said = { body: { ...body, leadId }, groups: ['sales'], username: 'boris' }
      expect((await ask(handIn, routes.handInLead, said)).status).toBe(202)
      const told = { name: 'LeadHandedIn', detail: { leadId, k: 1, by: 'boris', at: toInstant(clock.ms) } }
      const broken = world.break([[call, fault]])
      const taken = await world.hand(told)
      const isOver = broken.calls.length <= call
      world.break()
      if (!taken) await world.hand(told)
      await world.drain()
      await world.sweepOwed()
      const lead = await world.leadNow(leadId)
      expect(lead.handoffs, `${fault} at call ${call}`).toMatchObject([{ owner: 'boris', state: 'open' }])
      expect(lead.profile.status).toBe('with-sales')
      expect((await facts()).filter((one) => one.leadId === leadId)).toHaveLength(1)
      if (isOver) break
    }
    expect(call).toBeGreaterThan(8)
  })
})
