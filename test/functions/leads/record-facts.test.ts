import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ActivityObserved, LeadChanged, LeadQualified } from '../../../core/events.ts'
import { type Activity, activity } from '../../../core/leads/activity.ts'
import { profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { announcement } from '../../../functions/aws/announce.ts'
import { activityKey, profileKey } from '../../../functions/aws/keys.ts'
import { deleteItem, getItem } from '../../../functions/aws/table.ts'
import { handler as recordActivity } from '../../../functions/leads/record-activity.event.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { faults } from '../../fixtures/faults.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)

let world: MailWorld

beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  world.break()
  world.told.length = 0
})

const changes = () => world.told.filter(({ name }) => name === LeadChanged.name)
const profileOf = async (leadId: string) => profile.parse(await getItem(profileKey(leadId)))
const factOf = (leadId: string, given: Partial<Activity> = {}) => aFact({ leadId, at: toInstant(clock.ms), ...given })

describe('a fact about a lead', () => {
  it('is kept, folded into the profile, and told with its data', async () => {
    const leadId = await world.lead()
    const fact = factOf(leadId, { type: 'stage-changed', data: { to: 'mql', criterion: 'b2b' } })
    expect(await recordFacts(leadId, [fact])).toBe(true)
    expect(activity.parse(await getItem(activityKey(leadId, fact.at, fact.id)))).toEqual(fact)
    expect(await profileOf(leadId)).toMatchObject({ stage: 'mql', version: 2 })
    expect(changes().map(({ detail }) => detail)).toMatchObject([
      { leadId, version: 2, stage: 'mql', cause: { type: 'stage-changed', id: fact.id, at: fact.at }, data: fact.data },
    ])
  })

  it('tells each of several by itself', async () => {
    const leadId = await world.lead()
    await recordFacts(leadId, [factOf(leadId), factOf(leadId, { type: 'call' })])
    expect(changes().map(({ detail }) => (detail.cause as { type: string }).type)).toEqual(['page-visited', 'call'])
  })

  it('never puts the person’s own answers on the bus', async () => {
    const leadId = await world.lead()
    await recordFacts(leadId, [factOf(leadId, { type: 'form-submitted', told: { fields: { jobTitle: 'Director' } } })])
    expect((await profileOf(leadId)).fields.jobTitle).toBe('Director')
    expect(JSON.stringify(world.told)).not.toContain('Director')
  })

  it('is kept in silence where nobody decides by it', async () => {
    const leadId = await world.lead()
    await recordFacts(leadId, [factOf(leadId, { type: 'email-delivered' })])
    expect(changes()).toEqual([])
    expect(await profileOf(leadId)).toMatchObject({ version: 1 })
  })

  it('takes along what else is to be written and told', async () => {
    const leadId = await world.lead()
    const ripe = { leadId, k: 1, total: 70, model: 'b2b', modelVersion: 1, at: toInstant(clock.ms) }
    const also = vi.fn(() => ({ set: { tags: ['vip'] }, announce: [announcement(LeadQualified, ripe)] }))
    await recordFacts(leadId, [factOf(leadId, { type: 'call' })], also)
    expect((await profileOf(leadId)).tags).toEqual(['vip'])
    expect(world.told.map(({ name }) => name)).toEqual(['LeadChanged', 'LeadQualified'])
    expect(also).toHaveBeenCalledTimes(1)
  })

  it('told again changes nothing', async () => {
    const leadId = await world.lead()
    const fact = factOf(leadId)
    await recordFacts(leadId, [fact])
    const before = await world.items()
    clock.ms += 60_000
    await recordFacts(leadId, [fact])
    expect(await world.items()).toEqual(before)
    expect(changes()).toHaveLength(1)
  })

  it('is recorded and told, whatever call goes wrong and how, once it is delivered again', async () => {
    const counted = world.break()
    const first = await world.lead()
    const calls = counted.calls.length
    await recordFacts(first, [factOf(first)])
    const names = counted.calls.slice(calls)
    expect(names.length).toBeGreaterThanOrEqual(6)
    for (const [index, name] of names.entries()) {
      for (const fault of faults) {
        world.told.length = 0
        const leadId = await world.lead()
        const fact = factOf(leadId, { type: 'deal-won' })
        world.break([[index, fault]])
        await deliver(recordActivity, ActivityObserved, { activity: fact })
        world.break()
        expect(await deliver(recordActivity, ActivityObserved, { activity: fact })).toEqual([])
        const where = `${index} ${name} ${fault}`
        expect(await getItem(activityKey(leadId, fact.at, fact.id)), where).not.toHaveProperty('untold')
        expect(await profileOf(leadId), where).toMatchObject({ stage: 'customer', customerSince: fact.at })
        expect(await getItem(profileKey(leadId)), where).not.toHaveProperty('announcements')
        expect(changes().length, where).toBeGreaterThanOrEqual(1)
      }
    }
  })

  it('by many at once loses none', async () => {
    const leadId = await world.lead()
    const facts = ['call', 'demo', 'page-visited', 'meeting-booked'].map((type, n) =>
      factOf(leadId, { type, told: { tags: [`tag-${n}`] } }),
    )
    await Promise.all(facts.map((fact) => recordFacts(leadId, [fact])))
    expect((await profileOf(leadId)).tags).toEqual(['tag-0', 'tag-1', 'tag-2', 'tag-3'])
    expect(await profileOf(leadId)).toMatchObject({ version: 5 })
  })
})

describe('a fact that is not recorded', () => {
  it('is one about a lead that never was: dropped, not tried again', async () => {
    const before = await world.items()
    const nobody = aLeadId(25)
    expect(await recordFacts(nobody, [factOf(nobody)])).toBe(false)
    expect(await deliver(recordActivity, ActivityObserved, { activity: factOf(nobody) })).toEqual([])
    expect(await world.items()).toEqual(before)
  })

  it('is one about an erased person, but for an act of its own since', async () => {
    const erasedAt = toInstant(clock.ms)
    const leadId = await world.lead({ erasedAt })
    const before = await world.items()
    await recordFacts(leadId, [factOf(leadId, { type: 'form-submitted' })])
    clock.ms += 1
    await recordFacts(leadId, [factOf(leadId, { type: 'email-clicked' }), factOf(leadId, { type: 'call' })])
    expect(await world.items()).toEqual(before)
    await recordFacts(leadId, [factOf(leadId, { type: 'form-submitted' })])
    expect(await profileOf(leadId)).toMatchObject({ status: 'erased' })
    expect(changes()).toHaveLength(1)
  })

  it('is one about a lead that is only half made: tried again', async () => {
    const leadId = await world.lead()
    const fact = factOf(leadId, { type: 'call' })
    await deleteItem(profileKey(leadId))
    expect(await deliver(recordActivity, ActivityObserved, { activity: fact })).toEqual([0])
  })
})
