import type { Context } from 'aws-lambda'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wilson } from '../../../core/insight/two-proportions.ts'
import { toInstant } from '../../../core/names.ts'
import { routes } from '../../../core/routes.ts'
import { VisitorActed, VisitorNamed } from '../../../core/website/events.ts'
import { journeyKey, mailboxKey, profileKey, visitorKey } from '../../../functions/aws/keys.ts'
import { deleteItem, dynamodb, getItem, putItem } from '../../../functions/aws/table.ts'
import { handler as count } from '../../../functions/insight/count-funnel.schedule.ts'
import { handler as show } from '../../../functions/insight/show-funnel.http.ts'
import { log } from '../../../functions/runtime/log.ts'
import { handler as recordVisits } from '../../../functions/website/record-visits.event.ts'
import { deliver } from '../../fixtures/a-batch.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aMailbox } from '../../fixtures/a-mailbox.ts'
import { request } from '../../fixtures/a-request.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { Faults } from '../../fixtures/faults.ts'
import { sharedSettings } from '../../fixtures/shared-settings.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.mock(import('../../../functions/aws/bus.ts'), async (original) => ({
  ...(await original()),
  publish: async () => undefined,
  publishAll: async () => undefined,
}))

const leadId = 'lead'.padEnd(32, '7')
let table: TestTable
beforeEach(async () => {
  Object.assign(process.env, sharedSettings, { DEFAULT_ZONE: 'Europe/Berlin' })
  log.setLogLevel('SILENT')
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  table = await aTable()
  await putItem(profileKey(leadId), aProfile({ leadId }))
  await putItem(mailboxKey(leadId), aMailbox({ leadId }))
})
afterEach(() => table.stop())

const browser = (n: number) => String(n).padStart(32, 'v')
const comes = (n: number, at: string, page: object = {}) =>
  deliver(recordVisits, VisitorActed, {
    batchId: `${n} ${at}`,
    visitorId: browser(n),
    site: 'www',
    actedAt: at,
    consentedAt: at,
    events: [{ type: 'page-visited', path: '/', ago: 0, ...page }],
  })
const isNamed = (n: number, at: string, who = leadId) =>
  deliver(recordVisits, VisitorNamed, { visitorId: browser(n), leadId: who, at })
/** The lead comes to these stages, as the funnel knows it. */
const reaches = async (who: string, reached: Record<string, string>, rev: number) =>
  putItem(journeyKey(who), {
    ...(await getItem(journeyKey(who))),
    journey: { reached, sequences: [], won: {} },
    rev,
    dueKind: 'uncounted',
    dueAt: toInstant(clock.ms),
  })
/** How many came to a stage, of how many. */
const partOf = (row: { conversions: { to: string; reached: number; visitors: number }[] }, stage: string) => {
  const { reached, visitors } = row.conversions.find(({ to }) => to === stage) ?? {}
  return `${reached} of ${visitors}`
}
const counts = async () => {
  clock.ms += 60_000
  await count({}, {} as Context)
}
const shown = async (query: Record<string, string> = {}) =>
  JSON.parse((await request(show, routes.showFunnel, { query, groups: ['marketing'] })).body).visitors

describe('visitors', () => {
  it('count once, by their first visit, and as named once they said who they are', async () => {
    for (const n of [1, 2, 3]) await comes(n, '2026-10-31T22:30:00.000Z')
    await comes(4, '2026-10-31T23:30:00.000Z')
    await counts()
    expect(await shown()).toMatchObject([{ came: 4, named: 0, rate: 0, interval: wilson({ reached: 0, leads: 4 }) }])
    for (const n of [1, 2, 3, 4]) await comes(n, '2026-11-20T09:00:00.000Z')
    await isNamed(1, '2026-11-20T09:00:00.000Z')
    await isNamed(1, '2026-11-20T09:00:00.000Z')
    await counts()
    // By the company's clock: half past eleven in Berlin is October still, half past midnight is not.
    expect(await shown({ cohort: 'month' })).toMatchObject([
      { month: '2026-10', came: 3, named: 1, rate: 1 / 3 },
      { month: '2026-11', came: 1, named: 0, rate: 0 },
    ])
    expect(await shown({ by: 'form' })).toBeUndefined()
  })

  it('a lead that never was a visitor is none of them, so that no more are named than came', async () => {
    await counts()
    expect(await shown()).toMatchObject([{ came: 0, named: 0, interval: wilson({ reached: 0, leads: 0 }) }])
  })

  it('are told apart by the first page: its source, else the website that led to it', async () => {
    await comes(1, '2026-11-02T09:00:00.000Z', { source: 'news', referrer: 'www.google.com', campaign: 'fair' })
    // Told late, and before the others: it is the first page.
    await comes(2, '2026-11-03T09:00:00.000Z', { source: 'news' })
    await comes(2, '2026-11-01T09:00:00.000Z', { referrer: 'www.google.com' })
    await comes(3, '2026-11-01T09:00:00.000Z')
    await comes(3, '2026-11-02T09:00:00.000Z', { source: 'news' })
    await isNamed(4, '2026-11-01T09:00:00.000Z')
    await counts()
    const by = async (split: string, more = {}) =>
      (await shown({ by: split, ...more })).map(({ value, came, named }: Record<string, unknown>) => [
        value,
        came,
        named,
      ])
    expect(await by('source')).toEqual([
      ['none', 2, 1],
      ['news', 1, 0],
      ['www.google.com', 1, 0],
    ])
    expect(await by('source', { value: 'news' })).toEqual([['news', 1, 0]])
    expect(await by('campaign')).toEqual([
      ['none', 3, 1],
      ['fair', 1, 0],
    ])
    expect(await shown({ by: 'source', cohort: 'month', value: 'news' })).toMatchObject([{ month: '2026-11', came: 1 }])
  })

  it('become leads and MQLs, whenever that is heard, unless their person was a lead before', async () => {
    const [first, later] = ['2026-11-01T09:00:00.000Z', '2026-11-10T09:00:00.000Z']
    for (const n of [1, 2, 3]) await comes(n, first, { source: 'news' })
    await isNamed(1, first)
    await counts()
    expect(partOf((await shown())[0], 'lead')).toBe('0 of 3')
    await reaches(leadId, { lead: first }, 1)
    for (let minutes = 0; minutes < 3; minutes += 1) await counts()
    expect(partOf((await shown())[0], 'lead')).toBe('1 of 3')
    // Its second browser comes when it is known already.
    await comes(4, later)
    await isNamed(4, later)
    await reaches(leadId, { lead: first, mql: later }, 2)
    for (let minutes = 0; minutes < 3; minutes += 1) await counts()
    const [row] = await shown()
    expect(row).toMatchObject({ came: 4, named: 2, already: 1 })
    expect([partOf(row, 'lead'), partOf(row, 'mql'), partOf(row, 'sql')]).toEqual(['1 of 3', '1 of 3', '0 of 3'])
    expect(row.conversions[1].interval).toEqual(wilson({ reached: 1, leads: 3 }))
    expect(partOf((await shown({ by: 'source', value: 'news' }))[0], 'mql')).toBe('1 of 3')
  })

  it('go by the lead that theirs was merged into, and back by their own', async () => {
    const into = 'into'.padEnd(32, '7')
    const at = '2026-11-01T09:00:00.000Z'
    await putItem(
      mailboxKey(into),
      aMailbox({ leadId: into, merged: [{ leadId, at, mergeId: 'm', withdrawn: {} }] } as never),
    )
    await comes(1, at)
    await isNamed(1, at)
    await putItem(
      mailboxKey(leadId),
      aMailbox({ leadId, mergedInto: { leadId: into, at, by: 'rule', reason: 'one person' } } as never),
    )
    await reaches(into, { lead: at, mql: at }, 1)
    for (let minutes = 0; minutes < 3; minutes += 1) await counts()
    expect(partOf((await shown())[0], 'mql')).toBe('1 of 1')
    await putItem(mailboxKey(leadId), aMailbox({ leadId }))
    await reaches(leadId, { lead: at }, 1)
    for (let minutes = 0; minutes < 3; minutes += 1) await counts()
    const [row] = await shown()
    expect([partOf(row, 'lead'), partOf(row, 'mql')]).toEqual(['1 of 1', '0 of 1'])
  })

  it('of which two first pages are written at the same moment have the earlier one', async () => {
    await Promise.all([
      comes(1, '2026-11-02T09:00:00.000Z', { source: 'later' }),
      comes(1, '2026-10-31T09:00:00.000Z', { source: 'earlier' }),
      isNamed(1, '2026-11-01T09:00:00.000Z'),
    ])
    expect(await getItem(visitorKey(browser(1)))).toMatchObject({
      firstAt: '2026-10-31T09:00:00.000Z',
      landing: { source: 'earlier' },
      leadId,
    })
  })

  it('who comes again is not marked again, and one visit costs no write for being counted', async () => {
    await comes(1, '2026-11-01T09:00:00.000Z')
    await counts()
    expect(await getItem(visitorKey(browser(1)))).not.toHaveProperty('dueKind')
    await comes(1, '2026-11-02T09:00:00.000Z')
    expect(await getItem(visitorKey(browser(1)))).not.toHaveProperty('dueKind')
  })

  it('what was counted of visitors stays when the funnel is counted anew, and when the visitor is forgotten', async () => {
    await comes(1, '2026-11-01T09:00:00.000Z')
    await counts()
    await deleteItem(visitorKey(browser(1)))
    process.env.DEFAULT_ZONE = 'Asia/Tokyo'
    for (let minutes = 0; minutes < 8; minutes += 1) await counts()
    expect(await shown()).toMatchObject([{ came: 1, named: 0 }])
  })

  it('any order, any repeats and counting in between come to the same', async () => {
    const happenings = fc.array(
      // Within the 30 days for which a visitor is held that nobody named; a month ends among them.
      fc.record({ n: fc.nat(2), day: fc.nat(24), name: fc.boolean(), thenCount: fc.boolean() }),
      { minLength: 1, maxLength: 8 },
    )
    let round = 0
    await fc.assert(
      fc.asyncProperty(happenings, fc.infiniteStream(fc.nat()), async (all, chance) => {
        const shuffled = [...all, ...all.slice(0, 2)]
          .map((one) => ({ one, order: chance.next().value as number }))
          .sort((a, b) => a.order - b.order)
          .map(({ one }) => one)
        const totals: unknown[] = []
        for (const list of [all, shuffled]) {
          round += 1
          const before = await shown({ cohort: 'month' })
          for (const { n, day, name, thenCount } of list) {
            const at = toInstant(Date.parse('2026-10-27T09:00:00.000Z') + day * 86_400_000)
            expect(await (name ? isNamed : comes)(round * 10 + n, at)).toEqual([])
            if (thenCount) await counts()
          }
          await counts()
          totals.push(added(before, await shown({ cohort: 'month' })))
        }
        expect(totals[1]).toEqual(totals[0])
      }),
      { numRuns: 20 },
    )
  })

  it('whoever dies at any write is gone on for, and nobody is counted twice', async () => {
    for (let dies = 0; dies <= 24; dies += 1) {
      const before = await shown()
      await comes(dies * 10, '2026-11-01T09:00:00.000Z')
      await isNamed(dies * 10, '2026-11-01T09:00:00.000Z')
      await comes(dies * 10 + 1, '2026-11-01T09:00:00.000Z')
      const fault = dies % 2 === 0 ? 'fails' : 'answer-lost'
      const broken = new Faults([[dies, fault]]).watch(dynamodb)
      await counts().catch(() => undefined)
      broken.stop()
      await counts()
      const [{ came, named }] = await shown()
      expect([came - before[0].came, named - before[0].named]).toEqual([2, 1])
    }
  })
})

type Months = readonly { month: string; came: number; named: number }[]
function added(before: Months, after: Months) {
  return after
    .map(({ month, came, named }) => {
      const was = before.find((one) => one.month === month)
      return { month, came: came - (was?.came ?? 0), named: named - (was?.named ?? 0) }
    })
    .filter(({ came, named }) => came !== 0 || named !== 0)
}
