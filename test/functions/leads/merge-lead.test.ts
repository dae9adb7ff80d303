import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { derivedId } from '../../../core/consent/derived-id.ts'
import { ActivityObserved, LeadMerged } from '../../../core/events.ts'
import { profile } from '../../../core/leads/lead.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { leadPartition, profileKey } from '../../../functions/aws/keys.ts'
import { everyItem, getItem, updateItem } from '../../../functions/aws/table.ts'
import { changeMailbox, readMailbox } from '../../../functions/consent/change-mailbox.ts'
import { recordDecisions } from '../../../functions/consent/record-decisions.ts'
import { journeyOfHistory } from '../../../functions/insight/journey-items.ts'
import { handler as announceLeft } from '../../../functions/leads/announce-left.schedule.ts'
import { ensureLead } from '../../../functions/leads/ensure-lead.ts'
import { handler as list } from '../../../functions/leads/list-merges.http.ts'
import { handler as merge } from '../../../functions/leads/merge-lead.http.ts'
import { nameExternal } from '../../../functions/leads/name-external.ts'
import { mergeByRule } from '../../../functions/leads/propose-merge.ts'
import { handler as recordActivity } from '../../../functions/leads/record-activity.event.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { handler as settle } from '../../../functions/leads/settle-merge.event.ts'
import { handler as unmerge } from '../../../functions/leads/unmerge-lead.http.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { ask } from '../../fixtures/ask.ts'
import { aCaptureWorld, type CaptureWorld } from '../capture/capture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.spyOn(process.stdout, 'write').mockReturnValue(true)

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const [minute, day] = [60_000, 86_400_000]
const marketing = { groups: ['marketing'] as const }
let world: CaptureWorld
let people = 0

beforeAll(async () => {
  world = await aCaptureWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
  world.told.length = 0
})

const at = () => toInstant(clock.ms)

/** Two leads; each was called, and one of them withdrew. */
async function two(): Promise<{ from: string; into: string }> {
  const [from, into] = [derivedId('person', String(people)), derivedId('person', String(people + 1))]
  people += 2
  for (const leadId of [from, into]) {
    const first = aFact({ leadId, type: 'form-submitted', at: at(), id: 'posted-01', data: { makes: 'lead' } })
    await ensureLead(leadId, `${leadId}@shop.example`, first)
    await recordFacts(leadId, [first, aFact({ leadId, type: 'call', at: at(), id: 'called-01' })])
    await decides(leadId, 'granted')
  }
  clock.ms += 1
  await consume()
  return { from, into }
}

function decides(leadId: string, decision: 'granted' | 'withdrawn') {
  const decide = () => [{ topic: 'news', decision }]
  return recordDecisions({ leadId, at: at(), decide, proof: () => ({ by: 'preferences' }) })
}

const askTo = (from: string, into: string) =>
  ask(merge, routes.mergeLead, { ...marketing, params: { leadId: from }, body: { into, reason: 'one person' } })
const askToUndo = (from: string) =>
  ask(unmerge, routes.unmergeLead, { ...marketing, params: { leadId: from }, body: { reason: 'two people' } })

/** Lets all that was told be heard, until nothing is told any more. */
async function consume(): Promise<void> {
  for (let told = world.told.shift(); told; told = world.told.shift()) {
    const { name, detail } = told
    if (name === LeadMerged.name) expect(await deliver(settle, LeadMerged, detail as never)).toEqual([])
    if (name === ActivityObserved.name)
      expect(await deliver(recordActivity, ActivityObserved, detail as never)).toEqual([])
  }
}

async function facts(leadId: string) {
  const found: string[] = []
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'ACT#' })) {
    expect(item.untold, String(item.sk)).toBeUndefined()
    found.push(item.from ? `copy of ${item.type}` : String(item.type))
  }
  return found.sort()
}

/** What is known of a lead, without how often it was written. */
async function known(leadId: string) {
  const { version, ...rest } = profile.parse(await getItem(profileKey(leadId)))
  const { consent } = (await readMailbox(leadId)) as NonNullable<Awaited<ReturnType<typeof readMailbox>>>
  return { rest, consent }
}

describe('a merge', () => {
  it('makes the facts of both one lead’s, and its undo takes them apart again', async () => {
    const { from, into } = await two()
    const before = [await known(from), await known(into)]
    expect(await askTo(from, into)).toMatchObject({ status: 200, json: { leadId: from, into } })
    await consume()
    expect(await facts(into)).toEqual([
      'call',
      'consent-granted',
      'copy of call',
      'copy of form-submitted',
      'form-submitted',
      'merged-from',
    ])
    expect((await known(into)).rest.activitySummary?.call?.days).toMatchObject({
      '2026-11-24': expect.stringMatching(/^.{8}$/),
    })
    expect(await getItem(profileKey(from))).toMatchObject({ status: 'parked', parked: { reason: 'merged' } })
    expect(await getItem(profileKey(from))).not.toHaveProperty('byStage')
    clock.ms += day
    const undone = await askToUndo(from)
    expect(undone.status).toBe(200)
    clock.ms += 5_000
    // Whoever did not hear the answer hears it now.
    expect(await askToUndo(from)).toMatchObject({ status: 200, json: undone.json })
    await consume()
    expect([await known(from), await known(into)]).toEqual(before)
    expect(await facts(into)).toEqual(['call', 'consent-granted', 'form-submitted', 'merged-from', 'unmerged'])
  })

  it('can be undone for 30 days', async () => {
    const { from, into } = await two()
    await askTo(from, into)
    await consume()
    clock.ms += 30 * day + 1
    expect((await askToUndo(from)).status).toBe(409)
  })

  it('leads whoever comes later to its end, and refuses what would make it deeper', async () => {
    const [one, other] = [await two(), await two()]
    expect((await askTo(one.from, one.into)).status).toBe(200)
    await consume()
    expect((await askTo(one.from, other.into)).status).toBe(409)
    expect((await askTo(one.into, other.into)).status).toBe(409)
    expect((await askTo(other.from, one.from)).json).toMatchObject({ into: one.into })
  })

  it('of two leads into each other at the same moment leaves one', async () => {
    const { from, into } = await two()
    world.break([
      [
        'UpdateItemCommand#0',
        async () => {
          await askTo(into, from)
        },
      ],
    ])
    await askTo(from, into)
    world.break()
    await consume()
    const boxes = [await readMailbox(from), await readMailbox(into)]
    expect(boxes.filter((box) => box?.mergedInto)).toHaveLength(1)
    expect(boxes.filter((box) => box?.merged?.length)).toHaveLength(1)
  })

  it('is completed by a repeat or by what was owed, whatever call goes wrong and how; so is its undo', async () => {
    const counted = world.break()
    const first = await two()
    const before = counted.calls.length
    await askTo(first.from, first.into)
    await consume()
    const merging = counted.calls.length - before
    await askToUndo(first.from)
    await consume()
    const calls = counted.calls.length - before
    expect(calls).toBeGreaterThan(40)
    for (let index = 0; index < calls; index += 1) {
      for (const fault of ['fails', 'answer-lost', 'twice'] as const) {
        const where = `${index} of ${calls}, ${fault}`
        const { from, into } = await two()
        const start = [await known(from), await known(into)]
        world.break(index < merging ? [[index, fault]] : [])
        const again = async () => {
          world.break()
          clock.ms += minute
          await announceLeft({}, {} as never)
          await consume()
        }
        /** The queue brings back what was not handled. */
        const hear = async () => {
          const queue = world.told.splice(0)
          for (const { name, detail } of queue) {
            if (name !== LeadMerged.name) continue
            if ((await deliver(settle, LeadMerged, detail as never)).length > 0)
              world.told.push({ name, detail } as never)
          }
        }
        if ((await askTo(from, into)).status === 503) expect((await askTo(from, into)).status, where).toBe(200)
        await hear()
        await again()
        expect(await facts(into), where).toContain('copy of call')
        expect((await readMailbox(into))?.merged, where).toHaveLength(1)
        world.break(index < merging ? [] : [[index - merging, fault]])
        if ((await askToUndo(from)).status === 503) await askToUndo(from)
        await hear()
        await again()
        expect([await known(from), await known(into)], where).toEqual(start)
        expect(await facts(into), where).not.toContain('copy of call')
      }
    }
  }, 240_000)
})

describe('what comes of a merged lead', () => {
  it('is in the other’s mailbox before a withdrawal is answered, either way, and stays when it is undone', async () => {
    const { from, into } = await two()
    await askTo(from, into)
    await decides(from, 'withdrawn')
    expect((await readMailbox(into))?.consent.news?.state).toBe('withdrawn')
    clock.ms += minute
    await decides(into, 'granted')
    expect((await readMailbox(from))?.consent.news?.state).toBe('withdrawn')
    clock.ms += minute
    await decides(into, 'withdrawn')
    await askToUndo(from)
    await consume()
    for (const leadId of [from, into]) expect((await readMailbox(leadId))?.consent.news?.state).toBe('withdrawn')
  })

  it('is not lost by a withdrawal that the merge comes into', async () => {
    const { from, into } = await two()
    world.break([
      [
        'UpdateItemCommand#0',
        async () => {
          await askTo(from, into)
        },
      ],
    ])
    await decides(from, 'withdrawn')
    world.break()
    expect((await readMailbox(into))?.consent.news?.state).toBe('withdrawn')
  })

  it('is neither lost nor left, whenever the merge or its undo comes between the calls that record it', async () => {
    const counted = world.break()
    const probe = await two()
    const before = counted.calls.length
    await recordFacts(probe.from, [aFact({ leadId: probe.from, type: 'demo', at: at(), id: 'shown-001' })])
    const calls = counted.calls.length - before
    for (let index = 0; index < calls; index += 1) {
      const { from, into } = await two()
      const demo = aFact({ leadId: from, type: 'demo', at: at(), id: 'shown-001' })
      world.break([
        [
          index,
          async () => {
            await askTo(from, into)
            await consume()
          },
        ],
      ])
      await recordFacts(from, [demo])
      await consume()
      expect(await facts(into), `merged before call ${index}`).toContain('copy of demo')
      expect((await known(into)).rest.activitySummary, `merged before call ${index}`).toHaveProperty('demo')
      const late = aFact({ leadId: from, type: 'meeting-booked', at: at(), id: 'booked-01' })
      await recordFacts(from, [late])
      const [copy] = world.told.filter(({ name }) => name === ActivityObserved.name)
      world.told.length = 0
      world.break([
        [
          index,
          async () => {
            await askToUndo(from)
            await consume()
          },
        ],
      ])
      await deliver(recordActivity, ActivityObserved, copy?.detail as never)
      world.break()
      await askToUndo(from)
      await consume()
      expect(await facts(into), `undone before call ${index}`).not.toContain('copy of meeting-booked')
      expect((await known(into)).rest.activitySummary, `undone before call ${index}`).not.toHaveProperty(
        'meeting-booked',
      )
      expect((await known(from)).rest.activitySummary, `undone before call ${index}`).toHaveProperty('meeting-booked')
    }
  }, 60_000)

  it('counts once in the funnel, made anew or not', async () => {
    const { from, into } = await two()
    await recordFacts(from, [
      aFact({ leadId: from, type: 'deal-won', at: at(), id: 'won-00001', data: { revenue: 5 } }),
    ])
    await recordFacts(from, [
      aFact({ leadId: from, type: 'email-delivered', at: at(), id: 'mail-0001', data: { sequence: 's', step: 'a' } }),
    ])
    expect((await askTo(from, into)).status).toBe(200)
    await consume()
    expect(await facts(into)).toContain('copy of deal-won')
    const box = await readMailbox(into)
    const journey = await journeyOfHistory(box as NonNullable<typeof box>)
    expect(Object.values(journey.won)).toMatchObject([{ revenue: 5 }])
    expect(journey.mails).toHaveProperty('s/a')
  })
})

describe('a rule', () => {
  const merges = async (state: string) => {
    const { json } = await ask(list, routes.listMerges, { ...marketing, query: { state } })
    return json.items as { leadId: string; into: string }[]
  }
  const byRule = async (rule: string, change: (from: string) => Promise<unknown> = async () => {}) => {
    process.env.MERGE_RULE = rule
    const { from, into } = await two()
    await change(from)
    await mergeByRule(from, into, 'browser', at())
    await mergeByRule(from, into, 'browser', at())
    await consume()
    return { from, into }
  }

  it('that is off does nothing', async () => {
    const { from, into } = await byRule('off')
    expect((await readMailbox(from))?.mergedInto).toBeUndefined()
    expect(await merges('proposed')).not.toContainEqual(expect.objectContaining({ leadId: from, into }))
  })

  it('only proposes, and asks no more once somebody said no', async () => {
    const { from, into } = await byRule('propose')
    expect((await readMailbox(from))?.mergedInto).toBeUndefined()
    expect(await merges('proposed')).toContainEqual(expect.objectContaining({ leadId: from, into, by: 'rule' }))
    expect((await askToUndo(from)).json).toEqual({ leadId: from, dismissed: 1 })
    await mergeByRule(from, into, 'browser', at())
    await mergeByRule(into, from, 'browser', at())
    expect((await merges('proposed')).filter((one) => one.leadId === from || one.leadId === into)).toEqual([])
  })

  it('puts a mistyped address right at once where the stage says so, once', async () => {
    const mistyped = async (leadId: string) => {
      await changeMailbox(leadId, ({ rev }) => ({
        change: { suppression: { reason: 'bounced', at: at() }, rev: rev + 1 },
      }))
      const { email } = profile.parse(await getItem(profileKey(leadId)))
      const other = `${derivedId('person', String(people - 1))}@shop.example`
      expect(email).not.toBe(other)
      await updateItem(profileKey(leadId), { set: { email: `x${other}` } })
    }
    const { from, into } = await byRule('typos-at-once', mistyped)
    expect((await readMailbox(from))?.mergedInto).toMatchObject({ leadId: into, by: 'rule' })
    await askToUndo(from)
    await consume()
    await mergeByRule(from, into, 'browser', at())
    expect((await readMailbox(from))?.mergedInto).toBeUndefined()
  })

  it('gathers the signs of a pair, whichever way round, and proposes it once', async () => {
    const { from, into } = await byRule('propose')
    await mergeByRule(into, from, 'external-id', at())
    await mergeByRule(from, into, 'mail-link', at())
    const found = (await merges('proposed')).filter((one) => one.leadId === from || one.leadId === into)
    const reason = expect.stringMatching(/same browser; .*link in a mail.*; .*same id of a source/)
    expect(found).toEqual([
      expect.objectContaining({
        leadId: from,
        into,
        signs: ['browser', 'mail-link', 'external-id'],
        reason,
        email: `${from}@shop.example`,
        intoEmail: `${into}@shop.example`,
      }),
    ])
    expect((await readMailbox(from))?.mergedInto).toBeUndefined()
  })

  it('stops proposing one lead with ever more others', async () => {
    process.env.MERGE_RULE = 'propose'
    const { from, into } = await two()
    await mergeByRule(from, into, 'mail-link', at())
    for (let n = 0; n < 4; n += 1) {
      const pair = await two()
      await mergeByRule(from, pair.from, 'mail-link', at())
      await mergeByRule(from, pair.into, 'mail-link', at())
    }
    expect((await merges('proposed')).filter(({ leadId }) => leadId === from)).toHaveLength(5)
  })

  it('goes by the id that a source gave to two addresses, but not by one that many have', async () => {
    process.env.MERGE_RULE = 'propose'
    const pairs = [await two(), await two()]
    const [a, b, c, d] = pairs.flatMap(({ from, into }) => [from, into]) as [string, string, string, string]
    await nameExternal(a, 'crm', 'id-1', at())
    await nameExternal(b, 'other', 'id-1', at())
    await nameExternal(b, 'crm', undefined, at())
    expect((await merges('proposed')).filter(({ into }) => into === b)).toEqual([])
    await nameExternal(b, 'crm', 'id-1', at())
    await nameExternal(b, 'crm', 'id-1', at())
    await nameExternal(a, 'crm', 'id-1', at())
    const of = async (...ids: string[]) =>
      (await merges('proposed')).filter(({ leadId, into }) => ids.includes(leadId) && ids.includes(into))
    expect(await of(a, b)).toMatchObject([{ leadId: a, into: b, signs: ['external-id'] }])
    await nameExternal(c, 'crm', 'id-1', at())
    await nameExternal(d, 'crm', 'id-1', at())
    expect(await of(a, b, c, d)).toHaveLength(3)
    expect((await merges('proposed')).filter(({ into }) => into === d)).toEqual([])
    const kept = await Array.fromAsync(everyItem({ pk: leadPartition(a), prefix: 'EXTERNAL#' }))
    expect(JSON.stringify(kept)).not.toContain('id-1')
    process.env.MERGE_RULE = 'off'
    await nameExternal(d, 'crm', 'id-2', at())
    expect(await Array.fromAsync(everyItem({ pk: leadPartition(d), prefix: 'EXTERNAL#' }))).toHaveLength(1)
  })
})
