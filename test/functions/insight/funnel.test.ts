import type { Context } from 'aws-lambda'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LeadChanged } from '../../../core/events.ts'
import { heardCauses } from '../../../core/insight/funnel/heard.ts'
import { foldJourney, nothingYet } from '../../../core/insight/funnel/journey.ts'
import { cellsOf } from '../../../core/insight/funnel/read-model.ts'
import type { Activity } from '../../../core/leads/activity.ts'
import { tombstone } from '../../../core/leads/erasure.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { activityKey, journeyKey, mailboxKey, profileKey } from '../../../functions/aws/keys.ts'
import { dynamodb, getItem, putItem } from '../../../functions/aws/table.ts'
import { handler as count } from '../../../functions/insight/count-funnel.schedule.ts'
import { handler as follow } from '../../../functions/insight/follow-lead.event.ts'
import { unpacked } from '../../../functions/insight/packed.ts'
import { handler as recount } from '../../../functions/insight/recount-funnel.http.ts'
import { handler as show } from '../../../functions/insight/show-funnel.http.ts'
import { handler as showMails } from '../../../functions/insight/show-mails.http.ts'
import { log } from '../../../functions/runtime/log.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aMailbox } from '../../fixtures/a-mailbox.ts'
import { request } from '../../fixtures/a-request.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { stackOf } from '../../fixtures/stack-of.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const zone = 'Europe/Berlin'
let table: TestTable
beforeEach(async () => {
  process.env.DEFAULT_ZONE = zone
  log.setLogLevel('SILENT')
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  table = await aTable()
})
afterEach(() => table.stop())

const idOf = (n: number) => `lead${'abcdefghij'[n]}`.padEnd(32, '7')
const leadIs = async (leadId: string) => {
  await putItem(profileKey(leadId), { ...aProfile({ leadId }), byStage: 'lead' })
  await putItem(mailboxKey(leadId), aMailbox({ leadId }))
}
const happens = async (fact: Activity) => putItem(activityKey(fact.leadId, fact.at, fact.id), fact)
const tell = (...facts: Activity[]) =>
  deliver(
    follow,
    LeadChanged,
    ...facts.map(({ leadId, type, id, at, data }) => ({
      leadId,
      version: 1,
      cause: { type, id, at },
      data,
      stage: 'lead' as const,
      status: 'parked' as const,
    })),
  )
const counts = () => count({}, {} as Context)
const minute = async () => {
  clock.ms += 60_000
  return counts()
}
/** What is counted in the cells of a generation, as one map. */
const cells = async (generation: number) => {
  const found = new Map<string, unknown>()
  for (const { pk, time, value, counts: bytes } of await table.everything()) {
    const [kind, of, split] = String(pk).split('#')
    if (kind !== 'FUNNEL' || of !== String(generation)) continue
    const counted = unpacked(bytes)
    if (Object.keys(counted as object).length > 0) found.set(`${time}/${split}/${value}`, counted)
  }
  return found
}
const asked = async (
  handler: unknown,
  route: (typeof routes)['showFunnel' | 'showMails'],
  query: Record<string, string> = {},
) => {
  const answered = await request(handler, route, { query, groups: ['marketing'] })
  return { status: answered.status, body: JSON.parse(answered.body) }
}

const posted = (leadId: string, at: string, source = 'google') =>
  aFact({
    leadId,
    type: 'form-submitted',
    id: `posted-${Date.parse(at)}`,
    at,
    data: { form: 'white-paper' },
    told: { touch: { at, source, form: 'white-paper' } },
  })

/** Facts of three leads over 100 days, of the types that the funnel is made of. */
const someFacts = fc
  .array(
    fc.tuple(
      fc.constantFrom(...heardCauses.filter((one) => one !== 'erased' && one !== 'click-discounted')),
      fc.nat(2),
      fc.nat(100 * 24),
      fc.constantFrom('google', 'fair'),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) =>
    list.map(([type, lead, hours, source], index): Activity => {
      const at = toInstant(Date.parse('2026-08-01T00:00:00.000Z') + hours * 3_600_000)
      return aFact({
        leadId: idOf(lead),
        id: `fact-${String(index).padStart(6, '0')}`,
        type,
        at,
        data: {
          to: 'mql',
          revenue: 1_234.5,
          source,
          origin: 'outbound',
          topic: 'news',
          sequence: 'paper',
          step: 'one',
        },
        ...(type === 'form-submitted' && { told: { touch: { at, source } } }),
      })
    }),
  )

describe('the funnel', () => {
  it('counts each lead once, whatever is told again', async () => {
    const leadId = idOf(1)
    await leadIs(leadId)
    const facts = [
      posted(leadId, '2026-10-01T08:00:00.000Z'),
      aFact({
        leadId,
        type: 'deal-won',
        id: 'deal-won-1',
        at: '2026-11-01T08:00:00.000Z',
        data: { revenue: 24_000.5 },
      }),
    ]
    for (const fact of facts) await happens(fact)
    for (let times = 0; times < 3; times += 1) {
      expect(await tell(...facts, ...facts)).toEqual([])
      await minute()
    }
    const { status, body } = await asked(show, routes.showFunnel, { by: 'source', from: '2026-09', to: '2026-11' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ from: '2026-09', to: '2026-11', by: 'source', zone })
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({
      value: 'google',
      reached: { subscriber: 1, lead: 1, mql: 1, customer: 1 },
      quality: { leads: 1, reached: 1, rate: 1 },
      deals: 1,
      revenue: 24_000.5,
    })
    expect(body.countedAt).toBeDefined()
  })

  it('says how long it took of one row, of several only where it is asked for, and grows by who came long ago', async () => {
    const long = 'a source that somebody typed into a link '.repeat(8)
    for (const [n, source, came] of [
      [1, 'google', '2023-01-15'],
      [2, 'google', '2026-10-01'],
      [3, long, '2026-10-02'],
    ] as const) {
      const leadId = idOf(n)
      await leadIs(leadId)
      const facts = [
        posted(leadId, `${came}T08:00:00.000Z`, source),
        aFact({
          leadId,
          type: 'stage-changed',
          id: `qualified-${n}`,
          at: '2026-10-11T08:00:00.000Z',
          data: { to: 'mql' },
        }),
      ]
      for (const fact of facts) await happens(fact)
      await tell(...facts)
    }
    await minute()
    const shows = async (query: Record<string, string>) => (await asked(show, routes.showFunnel, query)).body
    const several = await shows({ by: 'source' })
    expect(several.items.map(({ value }: { value: string }) => value)).toEqual([long, 'google'])
    for (const row of several.items) expect(row).not.toHaveProperty('timeInStage')
    expect(several.growth.at(-2)).toMatchObject({ value: 'all', month: '2026-10', qualified: 3 })
    const timed = await shows({ by: 'source', timeInStage: 'true' })
    expect(timed.items[0].timeInStage).toContainEqual(expect.objectContaining({ stage: 'lead', entered: 1 }))
    expect(timed.items[0].timeInStage[1]).not.toHaveProperty('stillThere')
    for (const [value, days] of [
      [long, 9],
      ['google', 10],
    ] as const) {
      const { items } = await shows({ by: 'source', value })
      expect(items).toHaveLength(1)
      expect(items[0].timeInStage[1]).toMatchObject({ stage: 'lead', entered: 1, left: 1, median: { days } })
      expect(items[0].timeInStage[1].stillThere).toHaveLength(1)
    }
    const months = await shows({
      by: 'source',
      value: 'google',
      from: '2023-01',
      to: '2026-11',
      cohort: 'month',
      timeInStage: 'true',
    })
    expect(
      months.items.map((row: { month: string; timeInStage: { median?: { days: number } }[] }) => [
        row.month,
        row.timeInStage[1]?.median?.days,
      ]),
    ).toEqual([
      ['2023-01', 1365],
      ['2026-10', 10],
    ])
    expect((await shows({ timeInStage: 'false' })).items[0]).not.toHaveProperty('timeInStage')
    expect((await shows({ by: 'source', value: 'nobody' })).items).toEqual([])
  })

  it('is the same however its facts came, counted in whatever portions, as counted anew from all activities', async () => {
    await fc.assert(
      fc.asyncProperty(someFacts, fc.array(fc.nat(99), { maxLength: 12 }), async (facts, order) => {
        await table.stop()
        table = await aTable()
        for (const leadId of new Set(facts.map((one) => one.leadId))) await leadIs(leadId)
        for (const fact of facts) await happens(fact)
        const told = [...facts, ...order.map((n) => facts[n % facts.length] as Activity)]
        told.sort((a, b) => (order[a.id.length % 7] ?? 0) - (order[b.id.length % 7] ?? 0) || (a.at < b.at ? 1 : -1))
        for (const [index, fact] of told.entries()) {
          await tell(fact)
          if (index % 3 === 0) await minute()
        }
        await minute()
        await minute()
        const journeys = [0, 1, 2].map((n) =>
          foldJourney(
            nothingYet,
            facts.filter(({ leadId }) => leadId === idOf(n)),
          ),
        )
        const expected = new Map([...cellsOf(journeys, zone)])
        expect(await cells(1)).toEqual(expected)
        await request(recount, routes.recountFunnel, { groups: ['admin'] })
        for (let times = 0; times < 3; times += 1) await minute()
        expect(await cells(2)).toEqual(expected)
      }),
      { numRuns: 12 },
    )
  }, 60_000)

  it('forgets who is erased, and then nothing is left of the journey', async () => {
    const leadId = idOf(1)
    await leadIs(leadId)
    const fact = posted(leadId, '2026-10-01T08:00:00.000Z')
    await happens(fact)
    await tell(fact)
    await minute()
    await putItem(mailboxKey(leadId), tombstone(aMailbox({ leadId }), leadId, toInstant(clock.ms)))
    await tell({ ...fact, type: 'erased' })
    // A repeat that comes late, while the activity is still there.
    await tell(fact)
    await minute()
    await minute()
    expect(await cells(1)).toEqual(new Map())
    expect(await getItem(journeyKey(leadId))).not.toHaveProperty('counted')
  })

  it('goes on with a batch whose run died at any of its writes, and counts nothing twice', async () => {
    // Until a run has fewer writes than that: then it died at each of them.
    let left = -1
    for (let dies = 1; left < 0; dies += 1) {
      await table.stop()
      table = await aTable()
      const facts = [0, 1].map((n) => posted(idOf(n), '2026-10-01T08:00:00.000Z'))
      for (const fact of facts) {
        await leadIs(fact.leadId)
        await happens(fact)
      }
      await tell(...facts)
      left = dies - 1
      stackOf(dynamodb).add(
        (next, { commandName }) =>
          async (args) => {
            const isWrite = commandName === 'PutItemCommand' || commandName === 'UpdateItemCommand'
            if (isWrite && left-- === 0) throw new Error('the function died')
            return next(args)
          },
        { step: 'initialize', name: 'dies', override: true },
      )
      await minute().catch(() => undefined)
      stackOf(dynamodb).remove('dies')
      for (let times = 0; times < 4; times += 1) await minute()
      const { body } = await asked(show, routes.showFunnel, { from: '2026-10', to: '2026-10' })
      expect(body.items[0]?.reached.lead, `dead at write ${dies}`).toBe(2)
    }
  }, 120_000)

  it('says what came of the mails of each step', async () => {
    const leadId = idOf(1)
    await leadIs(leadId)
    const about = { sequence: 'paper', step: 'welcome', topic: 'news' }
    const facts = [
      aFact({ leadId, type: 'email-opened', at: '2026-11-02T08:00:00.000Z', data: about }),
      aFact({ leadId, type: 'email-clicked', at: '2026-11-02T08:00:00.000Z', data: { ...about, machine: true } }),
      aFact({ leadId, type: 'consent-withdrawn', at: '2026-11-03T08:00:00.000Z', data: { topic: 'news' } }),
    ]
    for (const fact of facts) await happens(fact)
    await tell(...facts)
    await minute()
    const { body } = await asked(showMails, routes.showMails, { sequence: 'paper' })
    expect(body.items).toEqual([
      {
        sequence: 'paper',
        step: 'welcome',
        delivered: 0,
        opened: { leads: 1 },
        clicked: { leads: 0 },
        unsubscribed: { leads: 1 },
        complained: { leads: 0 },
        exits: { exited: 0, goal: 0, finished: 0 },
      },
    ])
  })

  it('refuses months that are none, and says where', async () => {
    for (const query of [
      { from: '2026-13' },
      { from: '2026-10', to: '2026-09' },
      { from: '2000-01' },
      { by: 'colour' },
      { cohort: 'week' },
      { timeInStage: 'please' },
    ]) {
      const { status, body } = await asked(show, routes.showFunnel, query as never)
      expect(status, JSON.stringify(query)).toBe(422)
      expect(body.errors[0].pointer).toMatch(/^\/query\//)
    }
    expect((await asked(show, routes.showFunnel)).body).toMatchObject({ items: [], from: '2025-12', to: '2026-11' })
  })
})
