import assert from 'node:assert/strict'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import type { Fact } from '../core/scoring/engagement.ts'
import { foldScore } from '../core/scoring/fold-score.ts'
import { scoringModel } from '../core/scoring/model.ts'
import { activityKey, currentKey, mailboxKey, profileKey, versionKey } from '../functions/aws/keys.ts'
import { putItem } from '../functions/aws/table.ts'
import { placesOf } from '../functions/leads/change-lead.ts'
import { rescoreLead } from '../functions/scoring/rescore-lead.ts'
import { readScore } from '../functions/scoring/score-items.ts'
import { aLead } from '../test/fixtures/a-lead.ts'
import { aTable } from '../test/fixtures/a-table.ts'
import { bothAgree } from '../test/fixtures/both-agree.ts'
import { atMost, compare, figure, report } from './harness.ts'
import { engineFor } from './score-by-engine.ts'
import { type BenchLead, benchModel, scoreByHand } from './score-by-hand.ts'

/** Two promises: a rescore costs the same however long the history, and rules from a file cost little more than code written for them. */

const hour = 3_600_000
const nowMs = Date.now()
const model = scoringModel.parse(benchModel)
const person: BenchLead = {
  jobTitle: 'Head of Retail',
  industry: 'retail',
  employees: 300,
  country: 'DE',
  customer: false,
}
const kinds: readonly Pick<Fact, 'type' | 'data'>[] = [
  { type: 'form-submitted', data: { form: 'white-paper' } },
  { type: 'email-delivered', data: { template: 'welcome' } },
  { type: 'email-clicked', data: { template: 'welcome' } },
  { type: 'email-clicked', data: { template: 'case-study' } },
  { type: 'page-visited', data: { path: '/pricing/teams' } },
  { type: 'page-visited', data: { path: '/docs/start' } },
  { type: 'page-visited', data: { path: '/' } },
  { type: 'email-clicked', data: { template: 'welcome', machine: true } },
  { type: 'site-searched', data: { words: 'stock' } },
  { type: 'content-downloaded', data: { file: 'white-paper' } },
]

/** So many facts, an hour apart; the newest is of `hoursAgo`. */
function history(count: number, hoursAgo: number): Fact[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `fact-${String(index).padStart(6, '0')}`,
    at: new Date(nowMs - (hoursAgo + count - 1 - index) * hour).toISOString(),
    ...(kinds[index % kinds.length] as Pick<Fact, 'type' | 'data'>),
  }))
}

/** Puts a lead with so many activities and scores it once, as it is found by the next fact. */
async function scoredLead(n: number, activities: number): Promise<string> {
  const leadId = `bench${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`.padEnd(32, '7')
  const { customer, ...fields } = person
  const { profile, mailbox } = aLead({ profile: { leadId, fields } })
  await putItem(mailboxKey(leadId), { ...mailbox })
  await putItem(profileKey(leadId), { ...profile, ...placesOf(profile) })
  const facts = history(activities, 1_000)
  for (let from = 0; from < facts.length; from += 50) {
    await Promise.all(facts.slice(from, from + 50).map((fact) => act(leadId, fact)))
  }
  await rescoreLead(leadId)
  return leadId
}

async function act(leadId: string, fact: Fact): Promise<void> {
  await putItem(activityKey(leadId, fact.at, fact.id), { leadId, ...fact })
}

process.env.BUS_NAME = 'bench'
mockClient(EventBridgeClient).on(PutEventsCommand).resolves({ FailedEntryCount: 0 })
const table = await aTable()
await putItem(versionKey('scoring-models', model.id, 1), { value: model, approvals: bothAgree })
await putItem(currentKey('scoring-models', model.id), {
  version: 1,
  contentType: 'scoring-models',
  contentId: model.id,
})

/** Many short rounds: what else the machine does changes within a second. */
const rounds = 41
const each = 5
let leads = 0
const short: string[] = []
for (; leads < (rounds + 1) * each; leads += 1) short.push(await scoredLead(leads, 10))
const long = await scoredLead(leads, 10_000)
assert.notEqual((await readScore(long))?.snapshot.horizon, undefined)

/** One more visit to the prices, an hour after the last: the score changes, and all that follows is written and told. */
let visits = 0
async function visitAndRescore(leadId: string): Promise<void> {
  visits += 1
  const at = new Date(nowMs - 900 * hour + visits * 60_000).toISOString()
  await act(leadId, {
    id: `visit-${String(visits).padStart(6, '0')}`,
    type: 'page-visited',
    at,
    data: { path: '/pricing' },
  })
  await rescoreLead(leadId)
}

const facts = history(50, 1)
assert.deepEqual(foldScore(model, { ...person }, facts, nowMs), scoreByHand(person, facts, nowMs))
const byEngine = engineFor(model)
assert.deepEqual(await byEngine(person, facts, nowMs), scoreByHand(person, facts, nowMs))
const flat = await compare({
  rounds,
  cases: [
    { name: 'rescore with 10,000 activities', run: () => visitAndRescore(long), times: each },
    { name: 'rescore with 10 activities', run: () => visitAndRescore(short.pop() ?? ''), times: each },
  ],
})
const fold = await compare({
  rounds: 9,
  cases: [
    {
      name: 'fold of 20 rules x 50 activities',
      run: () => foldScore(model, { ...person }, facts, nowMs),
      times: 2_000,
    },
    { name: 'the same by hand', run: () => scoreByHand(person, facts, nowMs), times: 2_000 },
  ],
})
const engine = await compare({
  rounds: 9,
  cases: [
    { name: 'the fold', run: () => foldScore(model, { ...person }, facts, nowMs), times: 2_000 },
    { name: 'the same rules in json-rules-engine', run: () => byEngine(person, facts, nowMs), times: 10 },
  ],
})
report('score', { ...flat, ...fold, ...engine }, [
  figure(
    'speed of the fold to json-rules-engine 7 on the same rules',
    (engine['the same rules in json-rules-engine']?.medianMs ?? Number.NaN) /
      (engine['the fold']?.medianMs ?? Number.NaN),
    'at least',
    50,
  ),
  atMost(
    'cost of a rescore, 10,000 activities to 10',
    flat['rescore with 10,000 activities'],
    flat['rescore with 10 activities'],
    1.2,
  ),
  atMost('time of the fold to code by hand', fold['fold of 20 rules x 50 activities'], fold['the same by hand'], 4),
])
await table.stop()
