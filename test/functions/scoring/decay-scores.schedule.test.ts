import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { profileKey, scoringPassKey } from '../../../functions/aws/keys.ts'
import { everyItem, getItem, putItem, updateItem } from '../../../functions/aws/table.ts'
import { handler } from '../../../functions/scoring/decay-scores.schedule.ts'
import { rescoreAfterPublish } from '../../../functions/scoring/rescore-all.ts'
import { rescoreEach } from '../../../functions/scoring/rescore-each.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'
import { aScoringWorld, type ScoringWorld } from './scoring-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const paper = { type: 'form-submitted', data: { form: 'white-paper', intent: 'implicit' } }
const pricing = { data: { path: '/pricing' } }
const model = aScoringModel()
let world: ScoringWorld

beforeEach(async () => {
  clock.ms = startMs
  world = await aScoringWorld()
  await world.publish(model)
  await night()
})
afterEach(() => world.stop())

const night = () => handler({}, {} as never)
const pass = (days: number) => {
  clock.ms += days * day
}
const due = async () => {
  const leads: string[] = []
  for await (const { pk } of everyItem({ index: 'due', pk: 'rescore' })) leads.push(String(pk).replace('LEAD#', ''))
  return leads
}

async function ripe(): Promise<string> {
  const leadId = await world.lead()
  for (const fact of [paper, pricing, pricing]) {
    await world.happens(leadId, fact)
    clock.ms += 60_000
  }
  await world.deliver()
  return leadId
}

describe('each night', () => {
  it('a score fades, drops its lead, and in the end is no longer due', async () => {
    const leadId = await ripe()
    const totals = new Set<number>()
    clock.ms = Math.ceil(clock.ms / day) * day
    for (let nights = 0; nights < 120; nights += 1) {
      pass(1)
      await night()
      const stored = await world.score(leadId)
      totals.add(stored?.score.total ?? 0)
      expect(stored?.score).toEqual(await world.folded(leadId, model))
      expect((await world.profile(leadId)).score?.total).toBe(stored?.score.total)
    }
    expect([...totals][0]).toBeGreaterThan(50)
    expect([...totals].at(-1)).toBe(40)
    expect(totals.size).toBeGreaterThan(15)
    expect((await world.profile(leadId)).qualification).toMatchObject({ k: 1, state: 'dropped' })
    expect(await due()).toEqual([])
  }, 120_000)

  it('only leads that are due are looked at', async () => {
    const leadId = await ripe()
    const before = await world.items()
    expect(await night()).toEqual({ faded: 0, renewed: 0 })
    expect(await world.items()).toEqual(before)
    pass(3)
    expect(await night()).toEqual({ faded: 1, renewed: 0 })
    expect((await world.score(leadId))?.dueAt).toMatch(/T00:00:00.000Z$/)
  })

  it('one that fails does not keep the others from fading, and is tried again', async () => {
    const leads = [await ripe(), await ripe(), await ripe()]
    const [broken = ''] = leads
    const { email } = await world.profile(broken)
    await updateItem(profileKey(broken), { set: { email: 7 } })
    pass(10)
    await expect(night()).rejects.toThrow('1 leads could not be rescored')
    for (const leadId of leads.slice(1)) expect((await world.profile(leadId)).score?.total).toBeLessThan(60)
    expect(await world.score(broken)).toMatchObject({ score: { total: 60 } })
    await updateItem(profileKey(broken), { set: { email } })
    expect(await night()).toMatchObject({ faded: 1 })
    expect((await world.profile(broken)).score?.total).toBeLessThan(60)
  })

  it('goes on another time where its own is up', async () => {
    await ripe()
    pass(10)
    const items = [{ pk: 'LEAD#a' }, { pk: 'LEAD#b' }]
    expect(await rescoreEach(items, performance.now())).toEqual({ rescored: 0, failed: 0 })
    expect(await rescoreAfterPublish(performance.now())).toEqual({ rescored: 0, failed: 0 })
  })

  it('does nothing while no model is published', async () => {
    await world.publish(undefined)
    expect(await night()).toEqual({ faded: 0, renewed: 0 })
  })
})

describe('the night after a model was published', () => {
  it('every lead is scored by it, also those that no fact and no fading would bring', async () => {
    const scored = await ripe()
    const never = await world.lead()
    const customer = await world.lead({ stage: 'customer' })
    const other = aScoringModel({ fit: [{ when: { jobTitle: { contains: 'director' } }, points: 7 }] })
    const version = await world.publish(other)
    expect(await night()).toEqual({ faded: 0, renewed: 3 })
    for (const leadId of [scored, never, customer]) {
      expect((await world.profile(leadId)).score).toMatchObject({ fit: 7, modelVersion: version })
    }
    expect(await night()).toEqual({ faded: 0, renewed: 0 })
  })

  it('a pass that was cut short goes on where it was', async () => {
    const subscriber = await world.lead({ stage: 'subscriber' })
    const later = await world.lead({ stage: 'sql' })
    const version = await world.publish(model)
    await putItem(scoringPassKey, { model: `b2b version ${version}`, stage: 'mql' })
    expect(await night()).toEqual({ faded: 0, renewed: 1 })
    expect((await world.profile(later)).score).toBeDefined()
    expect((await world.profile(subscriber)).score).toBeUndefined()
    expect(await getItem(scoringPassKey)).not.toHaveProperty('stage')
  })
})
