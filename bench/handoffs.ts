import assert from 'node:assert/strict'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { eventSource, LeadQualified } from '../core/events.ts'
import { type Handoff, handoff } from '../core/handoff/handoff.ts'
import { toInstant } from '../core/names.ts'
import { handoffKey } from '../functions/aws/keys.ts'
import { inInboxAfter } from '../test/fixtures/click-and-inbox.ts'
import { addStaff } from '../test/flows/staff.ts'
import { storyContent } from '../test/flows/story-content.ts'
import { asStaff } from '../test/flows/target.ts'
import { aBenchRun, beginsAt, inParallel, nobody } from './a-bench-run.ts'
import { aPartOfTheStack, withoutSchedules } from './a-part-of-the-stack.ts'
import { conclude, figure, roundsAsked } from './harness.ts'

/**
 * Hand-offs of 10,000 leads, a thousand at a time: routed by turn to ten people, several functions at once, and each with its clock running. Each qualification is
 * told twice, as the bus may. Fair is who got as many as everybody, within one lead in each thousand.
 */

const leadsOfRound = Number(process.env.LEADS ?? 1_000)
const [people, eventsOfCall, lookEveryMs, giveUpMs] = [10, 10, 250, 600_000]
const policy = 'sla-policies/standard.yaml'
const { ripen, target, addLeads } = await aBenchRun(
  { ...storyContent, [policy]: String(storyContent[policy]).replace('within: 20s, warn: 10s', 'within: 4h, warn: 1h') },
  { assembly: aPartOfTheStack(withoutSchedules) },
)
const access = { region: 'local', credentials: nobody }
const table = new DynamoDBClient({ endpoint: ripen.tableEndpoint, ...access })
const events = new EventBridgeClient({ endpoint: ripen.awsEndpoint, ...access })
const TableName = ripen.topology.tables[0]?.name
const EventBusName = ripen.topology.buses.find((name) => name !== 'default')
await addStaff(target)
// Anna of the stories is the first of the ten.
for (let n = 2; n <= people; n += 1) {
  const person = { name: `Seller ${n}`, groups: ['sales'], team: 'inside-sales', manager: 'mark' }
  const { status } = await asStaff(target, 'admin', 'PUT', `/users/seller-${n}`, {
    ...person,
    email: `seller-${n}@company.example`,
  })
  assert.equal(status, 200)
}
await ripen.settle()

const columns = ['hand-offs', 'fewest', 'most', 'with a clock', 'per second'] as const
const rows: Record<(typeof columns)[number], number>[] = []
for (let round = 1; round <= roundsAsked(10); round += 1) {
  const began = performance.now()
  const handoffs = await handOver()
  const perSecond = (leadsOfRound * 1_000) / (performance.now() - began)
  const counts = Object.values(Object.groupBy(handoffs, ({ owner }) => owner)).map((own) => own?.length ?? 0)
  rows.push({
    'hand-offs': handoffs.length,
    fewest: counts.length === people ? Math.min(...counts) : 0,
    most: Math.max(...counts),
    'with a clock': handoffs.filter(({ generationAt, due }) => generationAt !== undefined && due !== undefined).length,
    'per second': Math.round(perSecond),
  })
  console.log(`${round * leadsOfRound} handed over`)
}
await ripen.stop()
const fair = leadsOfRound / people
const sumOf = (column: 'hand-offs' | 'with a clock') => rows.reduce((sum, row) => sum + row[column], 0)
conclude(
  'handoffs',
  Object.fromEntries(rows.map((row, index) => [`thousand ${index + 1}`, row])),
  [
    figure(
      'leads that anybody got more or fewer than their share, in the worst thousand',
      Math.max(...rows.flatMap(({ fewest, most }) => [fair - fewest, most - fair])),
      'at most',
      1,
    ),
    figure(
      `hand-offs of ${rows.length * leadsOfRound} leads, each told of twice: one each`,
      sumOf('hand-offs'),
      'at least',
      rows.length * leadsOfRound,
    ),
    figure('hand-offs whose clock runs', sumOf('with a clock'), 'at least', rows.length * leadsOfRound),
  ],
  { rows },
)

/** Tells that a thousand more leads are sales-ready; answers their hand-offs once each has one, and all is at rest. */
async function handOver(): Promise<Handoff[]> {
  const at = toInstant(beginsAt)
  const leads = await addLeads(leadsOfRound, { stage: 'mql', qualification: { k: 1, state: 'qualified', at } })
  const told = leads.map(({ profile: { leadId } }) => {
    const Detail = JSON.stringify(
      LeadQualified.schema.parse({ leadId, k: 1, total: 60, model: 'b2b', modelVersion: 1, at }),
    )
    return { EventBusName, Source: eventSource, DetailType: LeadQualified.name, Detail }
  })
  const calls = Array.from({ length: (told.length * 2) / eventsOfCall }, (_, index) => {
    const from = (index * eventsOfCall) % told.length
    return told.slice(from, from + eventsOfCall)
  })
  await inParallel(4, calls, async (Entries) => {
    const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }))
    assert.equal(FailedEntryCount ?? 0, 0)
  })
  const own = new Set(leads.map(({ profile }) => profile.leadId))
  const giveUp = performance.now() + giveUpMs
  let there = 0
  while (there < leadsOfRound && performance.now() < giveUp) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    there = (await inInboxAfter('!', table, TableName)).filter(({ leadId }) => own.has(leadId)).length
  }
  await ripen.settle()
  const found: Handoff[] = []
  await inParallel(8, [...own], async (leadId) => {
    const { Item } = await table.send(new GetItemCommand({ TableName, Key: marshall(handoffKey(`${leadId}.1`)) }))
    if (Item) found.push(handoff.parse(unmarshall(Item)))
  })
  return found
}
