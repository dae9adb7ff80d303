import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { toInstant } from '../core/names.ts'
import type { ClickToInbox } from '../test/deploy/click-to-inbox.ts'
import { click, inInboxAfter } from '../test/fixtures/click-and-inbox.ts'
import { addStaff } from '../test/flows/staff.ts'
import { storyContent } from '../test/flows/story-content.ts'
import { aBenchRun, nobody } from './a-bench-run.ts'
import { aPartOfTheStack, withoutSchedules } from './a-part-of-the-stack.ts'
import { conclude, figure, median, quantile, rounded, roundsAsked } from './harness.ts'

/**
 * From a click on the bus to the hand-off in the inbox, in real time, at 20 clicks a second: record, re-score, qualify, forward. Each lead needs just this
 * one click to be sales-ready. A round is five seconds of it. Beside it what the deploy test measured on ministack, one lead after the other.
 */

const clicksPerSecond = 20
const leadsEach = 100
const lookEveryMs = 50
const giveUpMs = 60_000

const model = 'scoring-models/b2b.yaml'
const policy = 'sla-policies/standard.yaml'
const content = {
  ...storyContent,
  [policy]: String(storyContent[policy]).replace('within: 20s, warn: 10s', 'within: 4h, warn: 1h'),
  [model]: String(storyContent[model]).replace('on: email-clicked, points: 20', 'on: email-clicked, points: 40'),
}
const { ripen, target, addLeads } = await aBenchRun(content, {
  assembly: aPartOfTheStack(withoutSchedules),
  speed: 1,
})
const bus = ripen.topology.buses.find((name) => name !== 'default')
const events = new EventBridgeClient({ endpoint: ripen.awsEndpoint, region: 'local', credentials: nobody })
await addStaff(target)
const table = new DynamoDBClient({ endpoint: ripen.tableEndpoint, region: 'local', credentials: nobody })
const tableName = ripen.topology.tables[0]?.name
const roundsMs: number[][] = []
/** Before all hand-offs of the rounds to come: each round looks at its own alone. */
let place = '!'

for (let round = 0; round <= roundsAsked(7); round += 1) {
  const took = await clicks()
  if (round > 0) roundsMs.push(took.toSorted((a, b) => a - b))
}
await ripen.stop()
const ofAll = roundsMs.flat().sort((a, b) => a - b)
const p95OfRounds = roundsMs.map((took) => quantile(took, 0.95))
conclude(
  'latency',
  {
    'the median round': {
      'median ms': rounded(median(roundsMs.map(median))),
      'p95 ms': rounded(median(p95OfRounds)),
      'most ms': rounded(median(roundsMs.map((took) => quantile(took, 1)))),
      leads: leadsEach,
    },
    'all rounds together': row(ofAll),
    ...onMinistack(),
  },
  [figure('p95 of click to inbox in the median round, in ms', median(p95OfRounds), 'at most', 2_000)],
  { clicksPerSecond, leadsEach, roundsMs },
)

function row(risingMs: readonly number[]): object {
  return {
    'median ms': rounded(median(risingMs)),
    'p95 ms': rounded(quantile(risingMs, 0.95)),
    'most ms': rounded(quantile(risingMs, 1)),
    leads: risingMs.length,
  }
}

/** The row of what the deploy test kept, where it was run. */
function onMinistack(): Record<string, object> {
  const file = join(import.meta.dirname, '..', '.bench', 'latency-ministack.json')
  if (!existsSync(file)) return {}
  const { tookMs } = JSON.parse(readFileSync(file, 'utf8')) as ClickToInbox
  return { 'on ministack, one lead after the other': row(tookMs) }
}

/** One round: ms from each click to its hand-off, seen every 50 ms. */
async function clicks(): Promise<number[]> {
  await ripen.settle()
  const leads = await addLeads(leadsEach, {
    fields: { jobTitle: 'Director of Retail', firstName: 'Olga', company: 'Shop' },
  })
  const clickedMs = new Map<string, number>()
  const inboxMs = new Map<string, number>()
  const sending = (async () => {
    const beganMs = performance.now()
    for (const [index, { profile }] of leads.entries()) {
      const waitMs = beganMs + (index * 1_000) / clicksPerSecond - performance.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      clickedMs.set(profile.leadId, performance.now())
      const at = toInstant(await ripen.now())
      await click(events, bus, { leadId: profile.leadId, id: `click-${profile.leadId}`, at })
    }
  })()
  const giveUp = performance.now() + giveUpMs
  while (inboxMs.size < leads.length && performance.now() < giveUp) {
    for (const { leadId } of await inInboxAfter(place, table, tableName)) {
      if (clickedMs.has(leadId) && !inboxMs.has(leadId)) inboxMs.set(leadId, performance.now())
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  await sending
  assert.equal(inboxMs.size, leads.length)
  place = (await inInboxAfter(place, table, tableName)).at(-1)?.place ?? place
  return [...inboxMs].map(([leadId, ms]) => ms - (clickedMs.get(leadId) ?? ms))
}
