import assert from 'node:assert/strict'
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { toInstant } from '../core/names.ts'
import { handoffKey, type Key, profileKey } from '../functions/aws/keys.ts'
import { placesOfHandoff } from '../functions/handoff/handoff-items.ts'
import { placesOf } from '../functions/leads/change-lead.ts'
import { aHandoff } from '../test/fixtures/a-handoff.ts'
import { aProfile } from '../test/fixtures/a-lead.ts'
import { addStaff } from '../test/flows/staff.ts'
import { storyContent } from '../test/flows/story-content.ts'
import { aBenchRun, beginsAt, inParallel, nobody } from './a-bench-run.ts'
import { aPartOfTheStack, withoutSchedules } from './a-part-of-the-stack.ts'
import { conclude, figure, median, quantile, rounded, roundsAsked } from './harness.ts'

/**
 * How long `GET /handoffs` takes over HTTP, with 100,000 leads of whom sales has every tenth: the inbox of all, that of one owner, and pages far down. One
 * request after the other; what is asked comes in turn. Half of the hand-offs are overdue, so that each list begins in another range than it ends.
 */

const leadsAtAll = Number(process.env.LEADS ?? 100_000)
const oneInSales = 10
const owners = 20
const requestsOfRound = 100
const hour = 3_600_000

const { ripen, target } = await aBenchRun(storyContent, { assembly: aPartOfTheStack(withoutSchedules) })
await addStaff(target)
const table = new DynamoDBClient({ endpoint: ripen.tableEndpoint, region: 'local', credentials: nobody })
const TableName = ripen.topology.tables[0]?.name ?? ''
await seed()
await ripen.settle()

const authorization = `Bearer ${await ripen.token('sales')}`
const page = async (query: string) => {
  const began = performance.now()
  const answer = await fetch(`${ripen.url}/handoffs?${query}`, { headers: { authorization } })
  const text = await answer.text()
  const ms = performance.now() - began
  assert.equal(answer.status, 200, text.slice(0, 300))
  return { ms, ...(JSON.parse(text) as { items: { overdue: boolean }[]; next?: string }) }
}

let deep = ''
for (let turned = 0; turned < 20; turned += 1) {
  const { next } = await page(`limit=100${deep}`)
  if (next) deep = `&cursor=${next}`
}
const asked: Readonly<Record<string, (n: number) => string>> = {
  'all, 50 a page': () => 'limit=50',
  'one owner, 50 a page': (n) => `limit=50&owner=seller-${n % owners}`,
  'all, 100 a page': () => 'limit=100',
  'all, far down': () => `limit=50${deep}`,
}
const rounds: Record<string, number[][]> = Object.fromEntries(Object.keys(asked).map((name) => [name, []]))
for (let round = 0; round <= roundsAsked(15); round += 1) {
  const tookMs: Record<string, number[]> = Object.fromEntries(Object.keys(asked).map((name) => [name, []]))
  for (let n = 0; n < requestsOfRound; n += 1) {
    for (const [name, query] of Object.entries(asked)) {
      const { ms, items } = await page(query(n))
      assert.ok(items.length > 0)
      tookMs[name]?.push(ms)
    }
  }
  // The first round warms up.
  if (round > 0) for (const [name, ms] of Object.entries(tookMs)) rounds[name]?.push(ms.sort((a, b) => a - b))
}
await ripen.stop()

const p99s = Object.fromEntries(
  Object.entries(rounds).map(([name, all]) => [name, all.map((ms) => quantile(ms, 0.99))] as const),
)
conclude(
  'inbox',
  Object.fromEntries(
    Object.entries(rounds).map(([name, all]) => [
      name,
      {
        median: rounded(Math.min(...all.map(median))),
        p99: rounded(Math.min(...(p99s[name] ?? []))),
        'p99 of all rounds': rounded(median(p99s[name] ?? [])),
        requests: all.flat().length,
      },
    ]),
  ),
  // What else the machine does makes rounds slower and none faster: the calmest one tells of the inbox.
  Object.entries(p99s).map(([name, all]) =>
    figure(`p99 of the inbox in the calmest round, in ms (${name})`, Math.min(...all), 'at most', 50),
  ),
  { leadsAtAll, withSales: leadsAtAll / oneInSales, rounds },
)

/** All leads, and hand-offs in all states: priorities and due times come in turn. */
async function seed(): Promise<void> {
  const batches = Array.from({ length: leadsAtAll / 25 }, (_, index) => index)
  await inParallel(8, batches, async (batch) => {
    const items: Record<string, unknown>[] = []
    for (let n = batch * 25; n < (batch + 1) * 25; n += 1) items.push(...itemsOf(n))
    for (let from = 0; from < items.length; from += 25) {
      const puts = items.slice(from, from + 25).map((item) => ({
        PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
      }))
      await table.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }))
    }
  })
}

function itemsOf(n: number): (Record<string, unknown> & Key)[] {
  const leadId = `bench${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`.padEnd(32, '7')
  const isWithSales = n % oneInSales === 0
  const fields = {
    firstName: `Lead ${n}`,
    lastName: 'Person',
    company: `Company ${n % 1_000}`,
    jobTitle: 'Director',
    country: 'DE',
  }
  const profile = aProfile({
    leadId,
    email: `lead-${n}@example.org`,
    fields,
    stage: 'mql',
    status: isWithSales ? 'with-sales' : 'nurturing',
    createdAt: toInstant(beginsAt - n * 1_000),
  })
  const lead = { ...profile, ...placesOf(profile), ...profileKey(leadId) }
  if (!isWithSales) return [lead]
  const k = n / oneInSales
  const dueMs = beginsAt + ((k % 97) - 48) * hour
  const handoff = aHandoff({
    leadId,
    owner: `seller-${k % owners}`,
    state: k % 11 === 0 ? 'accepted' : 'open',
    priority: ((Math.floor(k / owners) % 4) + 1) as 1,
    openedAt: toInstant(beginsAt - 3 * 24 * hour),
    duties: [
      { id: 'accept', who: 'sales', what: 'answer', due: toInstant(dueMs) },
      { id: 'first-call', who: 'sales', what: 'call', due: toInstant(dueMs + 3 * hour) },
    ],
  })
  return [lead, { ...handoff, ...placesOfHandoff(handoff), ...handoffKey(handoff.handoffId) }]
}
