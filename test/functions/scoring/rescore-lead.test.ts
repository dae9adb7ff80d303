import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { toInstant } from '../../../core/names.ts'
import { announcing } from '../../../functions/aws/announce.ts'
import { handoffKey, mailboxKey, profileKey, scoreKey } from '../../../functions/aws/keys.ts'
import { putItem, updateItem } from '../../../functions/aws/table.ts'
import { handler as announceLeft } from '../../../functions/leads/announce-left.schedule.ts'
import { rescoreLead } from '../../../functions/scoring/rescore-lead.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aScoringModel } from '../../fixtures/a-scoring-model.ts'
import { faults } from '../../fixtures/faults.ts'
import { aScoringWorld, type ScoringWorld, type Told } from './scoring-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const minute = 60_000
const day = 86_400_000
const model = aScoringModel()
const paper = { type: 'form-submitted', data: { form: 'white-paper', intent: 'implicit' } }
const demo = { type: 'form-submitted', data: { form: 'demo-request', intent: 'explicit' } }
const pricing = { data: { path: '/pricing' } }
const click = { type: 'email-clicked' }
let world: ScoringWorld

beforeAll(async () => {
  world = await aScoringWorld()
  await world.publish(model)
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
})

const pass = (ms: number) => {
  clock.ms += ms
}
/** Records facts a second apart. */
async function happensInTurn(leadId: string, facts: readonly Partial<Activity>[]): Promise<void> {
  for (const fact of facts) {
    pass(1_000)
    await world.happens(leadId, fact)
  }
}
const of = (leadId: string, name: string): Told[] =>
  world.told.filter((event) => event.name === name && event.detail.leadId === leadId)
const decisions = async (leadId: string) =>
  (await world.activities(leadId)).map(({ id }) => id).filter((id) => /^(qualified|dropped|stage)-/.test(id))

/** A lead that has posted the form and visited the prices twice, a minute apart: sales-ready. */
async function ripe(): Promise<string> {
  const leadId = await world.lead()
  for (const fact of [paper, pricing, pricing]) {
    await world.happens(leadId, fact)
    await world.deliver()
    pass(minute)
  }
  return leadId
}

describe('a fact', () => {
  it('rescores its lead: the profile has the score in short, SCORE its parts, and the bus is told', async () => {
    const leadId = await world.lead()
    await world.happens(leadId, paper)
    await world.deliver()
    const score = {
      total: 40,
      fit: 30,
      interest: 10,
      model: 'b2b',
      modelVersion: expect.any(Number),
      at: toInstant(startMs),
    }
    expect((await world.profile(leadId)).score).toEqual({ ...score, grade: 'B4', indicators: [] })
    expect(await world.score(leadId)).toMatchObject({
      score: {
        total: 40,
        parts: [
          { rule: 'decides', points: 30 },
          { rule: 'asked', points: 10 },
        ],
      },
    })
    expect(of(leadId, 'LeadScored').map(({ detail }) => detail)).toEqual([{ leadId, ...score, stage: 'lead' }])
  })

  it('makes an MQL, then a sales-ready lead, each decided, recorded and told once', async () => {
    const leadId = await ripe()
    expect(await world.profile(leadId)).toMatchObject({
      stage: 'mql',
      score: { total: 60 },
      qualification: { k: 1, state: 'qualified', at: toInstant(startMs + 2 * minute) },
    })
    expect(await decisions(leadId)).toEqual(['stage-mql', 'qualified-1'])
    expect(of(leadId, 'LeadQualified').map(({ detail }) => detail.k)).toEqual([1])
    expect(of(leadId, 'LeadScored').map(({ detail }) => detail.total)).toEqual([40, 50, 60])
  })

  it('that is heard before its teller noted so is not told once more; what else the lead owes is', async () => {
    const leadId = await world.lead()
    await world.happens(leadId, paper)
    const heard = of(leadId, 'LeadChanged')[0] as Told
    const earlier = { ...heard.detail, version: Number(heard.detail.version) - 1 }
    const announcements = [earlier, heard.detail].map((detail) => ({ name: 'LeadChanged', detail }))
    await updateItem(profileKey(leadId), { set: announcing([], clock.ms, { announcements }) })
    await world.hand(heard)
    const versions = of(leadId, 'LeadChanged').map(({ detail }) => detail.version)
    expect(versions).toEqual([heard.detail.version, earlier.version, (await world.profile(leadId)).version])
  })

  it('is scored no more for what a hand-off settles while sales has the lead', async () => {
    const leadId = await world.lead()
    const settled = {
      version: 9,
      stage: 'mql',
      cause: { type: 'handoff-settled', id: `${leadId}.1`, at: toInstant(startMs) },
    }
    const tell = (status: string) => world.hand({ name: 'LeadChanged', detail: { leadId, status, ...settled } })
    await tell('with-sales')
    expect(await world.score(leadId)).toBeUndefined()
    await tell('parked')
    expect(await world.score(leadId)).toMatchObject({ score: { total: 30 } })
  })

  it('asks for sales by itself where its form says so', async () => {
    const leadId = await world.lead()
    await world.happens(leadId, demo)
    await world.deliver()
    expect((await world.profile(leadId)).qualification).toMatchObject({ k: 1, state: 'qualified' })
  })

  it.each([
    ['an opened mail', { type: 'email-opened' }],
    ['a click of a machine', { type: 'email-clicked', data: { machine: true } }],
    ['another page', { data: { path: '/jobs' } }],
    ['what sales did', { type: 'handoff-opened' }],
  ])('that no rule counts changes and tells nothing: %s', async (_name, fact) => {
    const leadId = await world.lead()
    await world.happens(leadId, paper)
    await world.deliver()
    const before = world.told.length
    await world.happens(leadId, fact)
    const score = await world.score(leadId)
    await world.deliver()
    expect(await world.score(leadId)).toEqual(score)
    expect(world.told.slice(before).map(({ name }) => name)).toEqual(['LeadChanged'])
  })

  it('told again, and what scoring tells itself, changes and tells nothing', async () => {
    const leadId = await ripe()
    const before = [await world.items(), world.told.length]
    for (const event of of(leadId, 'LeadChanged')) expect(await world.hand(event)).toBe(true)
    expect([await world.items(), world.told.length]).toEqual(before)
  })

  it('scores nothing while no model is published', async () => {
    await world.publish(undefined)
    const leadId = await world.lead()
    await world.happens(leadId, paper)
    await world.deliver()
    expect((await world.profile(leadId)).score).toBeUndefined()
    expect(await world.score(leadId)).toBeUndefined()
    await world.publish(model)
  })

  it('about an erased lead or one that is not there does nothing', async () => {
    const leadId = await world.lead()
    await updateItem(mailboxKey(leadId), { set: { erasedAt: toInstant(clock.ms) } })
    await rescoreLead(leadId)
    await rescoreLead('nobody'.padEnd(32, '7'))
    expect(await world.score(leadId)).toBeUndefined()
  })
})

describe('up and down', () => {
  it('drops out under the lower bar, and qualifies again by a new fact only', async () => {
    const leadId = await ripe()
    pass(20 * day)
    await rescoreLead(leadId)
    expect(await world.profile(leadId)).toMatchObject({ stage: 'mql', qualification: { k: 1, state: 'dropped' } })
    pass(day)
    for (const fact of [click, pricing, pricing]) {
      await world.happens(leadId, fact)
      await world.deliver()
    }
    expect((await world.profile(leadId)).qualification).toMatchObject({ k: 2, state: 'qualified' })
    expect(await decisions(leadId)).toEqual(['stage-mql', 'qualified-1', 'dropped-1', 'qualified-2'])
    expect(of(leadId, 'LeadQualified').map(({ detail }) => detail.k)).toEqual([1, 2])
  })

  it('stays qualified between the bars', async () => {
    const leadId = await ripe()
    pass(5 * day)
    await rescoreLead(leadId)
    const { score, qualification } = await world.profile(leadId)
    expect(score?.total).toBeLessThan(60)
    expect(qualification).toMatchObject({ k: 1, state: 'qualified' })
  })

  it('qualifies again after sales gave it back, by a fact of after that', async () => {
    const leadId = await ripe()
    const opened = aHandoff({ leadId, openedAt: toInstant(clock.ms) })
    await putItem(handoffKey(opened.handoffId), { ...opened })
    pass(day)
    await world.happens(leadId, pricing)
    await world.deliver()
    expect((await world.profile(leadId)).qualification?.k).toBe(1)
    pass(day)
    const answer = { kind: 'recycled', at: toInstant(clock.ms), by: 'maria' } as const
    await putItem(handoffKey(opened.handoffId), { ...opened, state: 'recycled', answer })
    await world.happens(leadId, { type: 'handoff-recycled', at: answer.at })
    await world.deliver()
    expect((await world.profile(leadId)).qualification?.k).toBe(1)
    pass(day)
    await world.happens(leadId, pricing)
    await world.deliver()
    expect((await world.profile(leadId)).qualification).toMatchObject({ k: 2, state: 'qualified' })
  })

  it('is scored anew, with all its history, by another version of the model', async () => {
    const leadId = await ripe()
    const other = aScoringModel({ engagement: [{ id: 'visits', on: 'page-visited', points: 7 }] })
    const version = await world.publish(other)
    await rescoreLead(leadId)
    expect((await world.profile(leadId)).score).toMatchObject({ total: 44, interest: 14, modelVersion: version })
    expect((await world.score(leadId))?.score).toEqual(await world.folded(leadId, other))
    await world.publish(model)
  })
})

describe('a long history', () => {
  /** A lead with so many settled visits, scored. */
  async function busy(visits: number): Promise<string> {
    const leadId = await world.lead()
    for (let index = 0; index < visits; index += 1) {
      await world.happens(leadId, pricing)
      pass(30 * minute)
    }
    await world.deliver()
    return leadId
  }

  it('is kept in a snapshot: the next score reads only what came after it', async () => {
    const leadId = await busy(40)
    const horizon = (await world.score(leadId))?.snapshot.horizon
    expect(horizon).toBeDefined()
    await world.happens(leadId, click)
    await world.deliver()
    expect((await world.score(leadId))?.snapshot.horizon).toEqual(horizon)
    expect((await world.score(leadId))?.score).toEqual(await world.folded(leadId, model))
  })

  it('takes in a fact that comes late, from before the snapshot', async () => {
    const leadId = await busy(40)
    await world.happens(leadId, { ...pricing, at: toInstant(startMs - day) })
    await world.deliver()
    const stored = await world.score(leadId)
    expect(stored?.score).toEqual(await world.folded(leadId, model))
    expect(stored?.score.parts.find(({ rule }) => rule === 'pricing')?.facts).toBe(41)
    const before = await world.items()
    for (const event of of(leadId, 'LeadChanged')) await world.hand(event)
    expect(await world.items()).toEqual(before)
  })

  it('does not outlive the person: a profile without score is scored by what is there', async () => {
    const leadId = await busy(40)
    const { score, ...stripped } = await world.profile(leadId)
    await putItem({ pk: `LEAD#${leadId}`, sk: 'PROFILE' }, stripped)
    const kept = await world.score(leadId)
    await putItem(
      { pk: `LEAD#${leadId}`, sk: 'SCORE' },
      {
        ...kept,
        snapshot: { ...kept?.snapshot, sums: { '4': { sum: 999, full: 999, facts: 1, last: toInstant(startMs) } } },
      },
    )
    await rescoreLead(leadId)
    expect((await world.score(leadId))?.score).toEqual(await world.folded(leadId, model))
  })
})

describe('whatever goes wrong', () => {
  const story = [paper, pricing, pricing, click]
  const bothDecisions = ['qualified-1', 'stage-mql']
  const outcome = async (leadId: string) => {
    const { score, stage, qualification } = await world.profile(leadId)
    return { score, stage, qualification, parts: (await world.score(leadId))?.score.parts }
  }

  it('events in any order and any number make the same lead', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 4 }), async (order) => {
        clock.ms = startMs
        const leadId = await world.lead()
        const from = world.told.length
        await happensInTurn(leadId, story)
        const events = world.told.slice(from)
        for (const index of order) expect(await world.hand(events[index] as Told)).toBe(true)
        expect(await outcome(leadId)).toMatchObject({
          score: { total: 65 },
          stage: 'mql',
          qualification: { k: 1, state: 'qualified' },
        })
        expect(of(leadId, 'LeadQualified')).toHaveLength(1)
        expect(await decisions(leadId)).toEqual(bothDecisions)
      }),
      { numRuns: 15 },
    )
  })

  it('a crash at any call, with or without its answer, is made good by the next delivery', async () => {
    const leadId = await world.lead()
    const clean = world.told.length
    await happensInTurn(leadId, story)
    const watched = world.break()
    await world.hand(world.told[clean] as Told)
    const calls = watched.calls.length
    expect(calls).toBeGreaterThan(6)
    const wanted = await outcome(leadId)
    for (const fault of faults) {
      for (let call = 0; call < calls; call += 1) {
        clock.ms = startMs
        world.break()
        const other = await world.lead()
        const from = world.told.length
        await happensInTurn(other, story)
        const event = world.told[from] as Told
        world.break([[call, fault]])
        await world.hand(event)
        world.break()
        expect(await world.hand(event)).toBe(true)
        pass(minute)
        await announceLeft({}, {} as never)
        expect(await outcome(other), `${fault} at call ${call}`).toEqual(wanted)
        expect(await decisions(other), `${fault} at call ${call}`).toEqual(bothDecisions)
        expect(of(other, 'LeadQualified').length, `${fault} at call ${call}`).toBeGreaterThanOrEqual(1)
        expect(new Set(of(other, 'LeadQualified').map(({ detail }) => detail.k))).toEqual(new Set([1]))
      }
    }
  }, 120_000)

  it('who reads before a fact and writes after it does not overwrite what the fact made', async () => {
    // What is read once for many leads (the model) is read before the calls are counted.
    await rescoreLead(await world.lead())
    const anMql = async () => {
      const leadId = await world.lead()
      await happensInTurn(leadId, [paper, pricing])
      await rescoreLead(leadId)
      await happensInTurn(leadId, [click])
      return leadId
    }
    const probe = await anMql()
    const watched = world.break()
    await rescoreLead(probe, undefined, true)
    const calls = watched.calls.length
    for (let call = 0; call < calls; call += 1) {
      clock.ms = startMs
      const leadId = await anMql()
      let meanwhile = false
      world.break([
        [
          call,
          async () => {
            if (meanwhile) return
            meanwhile = true
            await world.happens(leadId, click)
            await rescoreLead(leadId, undefined, true)
          },
        ],
      ])
      await rescoreLead(leadId, undefined, true)
      world.break()
      expect(meanwhile).toBe(true)
      expect((await world.profile(leadId)).score?.total, `before call ${call}`).toBe(60)
      expect((await world.score(leadId))?.score.total, `before call ${call}`).toBe(60)
      expect(of(leadId, 'LeadQualified').length).toBeGreaterThanOrEqual(1)
      // Told perhaps twice and out of order, but written in order: never down to what was known before.
      const written = of(leadId, 'LeadChanged')
        .map(({ detail }) => detail as { version: number; data: { total?: number } })
        .sort((a, b) => a.version - b.version)
      const totals = written.flatMap(({ data }) => data.total ?? [])
      expect(totals, `before call ${call}`).toEqual(totals.toSorted((a, b) => a - b))
    }
  })

  it('a slower one that wrote the score first, without the newest fact, is corrected', async () => {
    const leadId = await world.lead()
    await happensInTurn(leadId, [paper])
    await rescoreLead(leadId)
    const slower = await world.score(leadId)
    await happensInTurn(leadId, [click])
    const keeps = () => putItem(scoreKey(leadId), { ...slower, version: 7 })
    world.break([['PutItemCommand#0', keeps]])
    await rescoreLead(leadId)
    world.break()
    const stored = await world.score(leadId)
    expect(stored?.version).toBe(8)
    expect(stored?.score).toEqual(await world.folded(leadId, model))
  })

  it('many at once agree', async () => {
    const leadId = await world.lead()
    const from = world.told.length
    await happensInTurn(leadId, story)
    await Promise.all(world.told.slice(from).map((event) => world.hand(event)))
    for (const event of world.told.slice(from)) await world.hand(event)
    expect((await world.score(leadId))?.score).toEqual(await world.folded(leadId, model))
    expect((await world.profile(leadId)).qualification).toMatchObject({ k: 1, state: 'qualified' })
    expect((await decisions(leadId)).filter((id) => id === 'qualified-1')).toHaveLength(1)
  })
})
