import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { currentKey, userKey, versionKey } from '../../../functions/aws/keys.ts'
import { everyItem, putItem } from '../../../functions/aws/table.ts'
import { forgetCurrent } from '../../../functions/content/published.ts'
import { forwardRipe } from '../../../functions/scoring/forward-ripe.ts'
import { handler as rescoreAll } from '../../../functions/scoring/rescore-all.event.ts'
import { placesOfUser } from '../../../functions/staff/directory.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aPolicy } from '../../fixtures/a-policy.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { bothAgree } from '../../fixtures/both-agree.ts'
import { aScoringWorld, type ScoringWorld } from './scoring-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const paper = { type: 'form-submitted', data: { form: 'white-paper', intent: 'implicit' } }
const pricing = { data: { path: '/pricing' } }
const high = aScoringModel({ qualify: { score: 90, 'fit-at-least': 20, 'interest-at-least': 15, 'drop-below': 50 } })
const low = aScoringModel({ qualify: { score: 55, 'fit-at-least': 20, 'interest-at-least': 15, 'drop-below': 45 } })
let world: ScoringWorld

beforeEach(async () => {
  process.env.DEFAULT_ZONE = 'UTC'
  clock.ms = startMs
  world = await aScoringWorld()
  await world.publish(high)
})
afterEach(() => world.stop())

async function policy(): Promise<void> {
  const value = aPolicy()
  await putItem(versionKey('sla-policies', value.id, 1), { value, approvals: bothAgree })
  await putItem(currentKey('sla-policies', value.id), {
    version: 1,
    contentType: 'sla-policies',
    contentId: value.id,
  })
  forgetCurrent()
}

async function seller(userId: string, given: object = {}): Promise<void> {
  const one = aUser({ userId, team: aPolicy().routes[0]?.team, ...given })
  await putItem(userKey(userId), { ...one, ...placesOfUser(one) })
}

/** A lead with so many visits to the prices, under the high bar. */
async function scored(visits: number): Promise<string> {
  const leadId = await world.lead()
  for (const fact of [paper, ...Array.from({ length: visits }, () => pricing)]) {
    await world.happens(leadId, fact)
    clock.ms += 60_000
  }
  await world.deliver()
  return leadId
}

const event = (name: string, detail: object) => ({
  Records: [
    {
      messageId: 'message',
      body: JSON.stringify({ id: 'event', time: '2026-11-24T09:00:00Z', source: 'ripen', 'detail-type': name, detail }),
    },
  ],
})
/** A version goes live, and the pieces of the pass that follows are told one after the other. */
async function published(version: number): Promise<void> {
  let told = world.told.length
  const first = { type: 'scoring-models', id: 'b2b', version, at: '2026-11-24T10:00:00.000Z' }
  await rescoreAll(event('ContentPublished', first) as never, {} as never)
  for (; told < world.told.length; told += 1) {
    const { name, detail } = world.told[told] as (typeof world.told)[number]
    if (name === 'RescoringRequested') await rescoreAll(event(name, detail) as never, {} as never)
  }
}
const waiting = async () => {
  const leads: string[] = []
  for await (const { pk } of everyItem({ index: 'box', pk: 'RIPE' })) leads.push(String(pk).replace('LEAD#', ''))
  return leads
}
const k = async (leadId: string) => (await world.profile(leadId)).qualification?.k

describe('a new version that makes many ripe', () => {
  it('forwards nobody by itself: they wait, best first, and go as sales has room', async () => {
    const leads = [await scored(2), await scored(3), await scored(4)]
    const version = await world.publish(low)
    await published(version)
    for (const leadId of leads) {
      expect(await world.profile(leadId)).toMatchObject({ stage: 'mql', score: { modelVersion: version } })
      expect(await k(leadId)).toBeUndefined()
      expect((await world.score(leadId))?.waitsSince).toBeDefined()
    }
    expect(await waiting()).toEqual([leads[2], leads[1], leads[0]])
    expect(world.told.filter(({ name }) => name === 'LeadQualified')).toEqual([])

    await policy()
    expect(await forwardRipe()).toEqual({ forwarded: 0, wait: 3 })
    await seller('anna')
    expect(await forwardRipe()).toEqual({ forwarded: 2, wait: 1 })
    expect(await Promise.all(leads.map(k))).toEqual([undefined, 1, 1])
    expect(await waiting()).toEqual([leads[0]])
    expect(await forwardRipe()).toEqual({ forwarded: 1, wait: 0 })
    expect(await forwardRipe()).toEqual({ forwarded: 0, wait: 0 })
    expect(world.told.filter(({ name }) => name === 'LeadQualified')).toHaveLength(3)
  })

  it('does not keep back who acts: that is no flood', async () => {
    const leadId = await scored(2)
    await published(await world.publish(low))
    await world.happens(leadId, pricing)
    await world.deliver()
    expect(await k(leadId)).toBe(1)
    expect(await waiting()).toEqual([])
  })

  it.each([
    ['has had their leads of this week', { perWeek: 1 }, 1],
    ['is away', { absences: [{ from: '2026-11-20', to: '2026-11-30' }] }, 0],
    ['is not active', { active: false }, 0],
    ['has little room at once', { capacity: 1 }, 1],
  ])('gives nothing to who %s', async (_, given, forwarded) => {
    for (const visits of [2, 3]) await scored(visits)
    await published(await world.publish(low))
    await policy()
    await seller('anna', given)
    expect(await forwardRipe()).toEqual({ forwarded, wait: 2 - forwarded })
  })

  it('lets go of who is no longer ripe', async () => {
    const leadId = await scored(2)
    await published(await world.publish(low))
    expect(await waiting()).toEqual([leadId])
    await published(await world.publish(high))
    expect(await waiting()).toEqual([])
    expect(await k(leadId)).toBeUndefined()
  })

  it('is gone through once, whatever is told twice', async () => {
    await scored(2)
    const version = await world.publish(low)
    await published(version)
    const before = await world.items()
    await published(version)
    expect(await world.items()).toEqual(before)
  })
})

describe('a model that both sides did not agree to', () => {
  it('scores and forwards nobody', async () => {
    await putItem(versionKey('scoring-models', 'b2b', 900), { value: low })
    await putItem(currentKey('scoring-models', 'b2b'), {
      version: 900,
      contentType: 'scoring-models',
      contentId: 'b2b',
    })
    forgetCurrent()
    const leadId = await scored(3)
    expect(await world.profile(leadId)).toMatchObject({ stage: 'mql', score: { modelVersion: 900 } })
    expect(await k(leadId)).toBeUndefined()
    await policy()
    await seller('anna')
    expect(await forwardRipe()).toEqual({ forwarded: 0, wait: 0 })
  })
})
