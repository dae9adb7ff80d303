import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AccountQualified } from '../../../core/events.ts'
import type { Account } from '../../../core/insight/accounts/fold-account.ts'
import type { Profile } from '../../../core/leads/lead.ts'
import { accountSummaryKey, profileKey } from '../../../functions/aws/keys.ts'
import { getItem, ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { joinAccount } from '../../../functions/handoff/account-items.ts'
import { foldDueAccounts, followPerson } from '../../../functions/insight/account-summaries.ts'
import { handler as tellAccount } from '../../../functions/insight/tell-account.event.ts'
import { deleteErased } from '../../../functions/leads/delete-erased.ts'
import { eraseLead } from '../../../functions/leads/erase-lead.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'
import { faults } from '../../fixtures/faults.ts'
import { aHandoffWorld, type HandoffWorld } from '../handoff/handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
const accounts = {
  roles: [{ id: 'decides', when: { jobTitle: { contains: ['director'] } } }],
  qualify: { 'people-at-least': 2, 'fit-at-least': 20, 'interest-at-least': 30, 'roles-at-least': 1 },
}
vi.mock(import('../../../functions/scoring/scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelNow: async () => ({ id: 'b2b', version: 1, value: aScoringModel({ accounts }), agreed: true }),
}))

let world: HandoffWorld
let people = 0
beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff(
    { userId: 'anna', manager: 'mark' },
    { userId: 'boris' },
    { userId: 'mark', team: 'heads', locale: 'ru' },
    { userId: 'lena', groups: ['marketing'], team: 'marketing' },
  )
})
afterEach(() => world.stop())

/** Somebody of Duo, who shows so much interest. */
async function comes(jobTitle: string, interest: number, given: Partial<Profile> = {}): Promise<string> {
  people += 1
  const score = {
    total: 20 + interest,
    fit: 20,
    interest,
    model: 'b2b',
    modelVersion: 1,
    at: '2026-11-20T09:00:00.000Z',
  }
  const leadId = await world.lead({
    leadId: aLeadId(people),
    email: `person${people}@duo.example`,
    fields: { firstName: `Person ${people}`, jobTitle },
    qualification: undefined,
    score,
    ...given,
  })
  await followPerson(leadId)
  return leadId
}
const fold = () => foldDueAccounts(performance.now() + 10_000)
const told = () => world.told.filter(({ name }) => name === 'AccountQualified').map(({ detail }) => detail)
const tell = () => deliver(tellAccount, AccountQualified, ...(told() as never[]))
const readers = () => world.mails.map(({ to }) => to.split('@')[0]).sort()

describe('a company whose people qualify together', () => {
  it('is told of once, and mailed to whoever leads sales', async () => {
    await comes('Director of Stores', 12)
    await fold()
    expect(told()).toEqual([])
    await comes('Planner', 20)
    await fold()
    clock.ms += 60_000
    await comes('Planner', 1)
    await fold()
    expect(told()).toMatchObject([{ domain: 'duo.example', people: 2, engaged: 2, fit: 20, interest: 32 }])
    for (let time = 1; time <= 2; time += 1) expect(await tell()).toEqual([])
    expect(readers()).toEqual(['mark'])
    expect(world.mails[0]?.subject).toBe('duo.example: компания готова к разговору')
  })

  it('is told of again a month after it fell under the bar, and not where it is under it by now', async () => {
    const director = await comes('Director of Stores', 12)
    await comes('Planner', 20)
    await fold()
    const interest = async (points: number) => {
      clock.ms += 60_000
      const { profile } = await world.leadNow(director)
      await updateItem(profileKey(director), { set: { score: { ...profile.score, interest: points } } }, ifPresent)
      await followPerson(director)
      await fold()
    }
    await interest(1)
    expect(await tell()).toEqual([])
    expect(readers()).toEqual([])
    await interest(15)
    expect(told()).toHaveLength(1)
    await interest(1)
    clock.ms += 30 * 86_400_000
    await interest(15)
    expect(told()).toHaveLength(2)
    expect(await tell()).toEqual([])
    expect(readers()).toEqual(['mark'])
  })

  it('counts who is merged into another once, with the points of both, and as two again once it is undone', async () => {
    await comes('Director of Stores', 12)
    const second = await comes('Director of Stores', 20)
    const folded = async () => {
      clock.ms += 60_000
      await followPerson(second)
      await fold()
      const { people, engaged, interest, roles } = (await getItem(accountSummaryKey('duo.example'))) as never as Account
      return { people, engaged, interest, roles }
    }
    expect(await folded()).toEqual({ people: 2, engaged: 2, interest: 32, roles: { decides: 2 } })
    await updateItem(profileKey(second), { set: { parked: { reason: 'merged' } } }, ifPresent)
    expect(await folded()).toEqual({ people: 1, engaged: 1, interest: 12, roles: { decides: 1 } })
    await updateItem(profileKey(second), { set: { parked: undefined } }, ifPresent)
    expect(await folded()).toMatchObject({ people: 2, interest: 32 })
  })

  it('counts one less once one of them is erased, though what was held of them went before anybody looked', async () => {
    const director = await comes('Director of Stores', 12)
    await comes('Planner', 20)
    await fold()
    clock.ms += 60_000
    await eraseLead(director)
    await deleteErased(director)
    await followPerson(director)
    await fold()
    expect(await getItem(accountSummaryKey('duo.example'))).toMatchObject({ people: 1 })
  })

  it('is mailed to who has it', async () => {
    const leadId = await comes('Director of Stores', 12)
    await world.handoff(aHandoff({ leadId, owner: 'boris', state: 'accepted' }))
    await joinAccount('duo.example', `${leadId}.1`, '2026-11-20T09:00:00.000Z')
    await comes('Planner', 20)
    await fold()
    await tell()
    expect(readers()).toEqual(['boris'])
  })

  it('is told by the sweep where the bus did not take it', async () => {
    await comes('Director of Stores', 12)
    await comes('Planner', 20)
    world.break([['PutEventsCommand#0', 'fails']])
    await expect(fold()).rejects.toThrow()
    world.break()
    expect(await getItem(accountSummaryKey('duo.example'))).toHaveProperty('unannounced')
    await world.sweepOwed()
    expect(told()).toHaveLength(1)
  })

  it.each(faults)('is mailed to nobody twice, whichever call %s', async (fault) => {
    await comes('Director of Stores', 12)
    await comes('Planner', 20)
    await fold()
    for (let call = 0; ; call += 1) {
      const broken = world.break([[call, fault]])
      const failed = await tell()
      const isOver = broken.calls.length <= call
      world.break()
      if (failed.length > 0) expect(await tell(), `${fault} at call ${call}`).toEqual([])
      expect(readers().length, `${fault} at call ${call}`).toBeLessThanOrEqual(1)
      if (isOver) break
    }
  })
})
