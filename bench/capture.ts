import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { spawnRipen } from '../local/spawn-ripen.ts'
import { localTarget } from '../test/flows/local-target.ts'
import { publishFolder } from '../test/flows/publish.ts'
import { inParallel, nobody } from './a-bench-run.ts'
import { aClient } from './a-client.ts'
import { aPartOfTheStack, withoutSchedules } from './a-part-of-the-stack.ts'
import { aProcess } from './a-process.ts'
import { dripContent } from './drip-content.ts'
import { conclude, figure, interleave, median, ratesRow, rounded, roundsAsked } from './harness.ts'

/**
 * How many form posts, and how many batches of a visitor's three events, are accepted a second (202: durable in the queue) over 10 connections, beside as many
 * `PutItem` calls of an SDK client to a server that does nothing. What becomes of them comes later and is not timed: nothing takes them from their queue here.
 */

const connections = 10
const postsEach = 2_000

/** The API as deployed but for its throttling, with queues that nobody reads. */
const assembly = aPartOfTheStack((resource) => {
  if (resource.Type === 'AWS::Lambda::EventSourceMapping') return undefined
  if (resource.Type !== 'AWS::ApiGatewayV2::Stage') return withoutSchedules(resource)
  const unthrottled = { ThrottlingBurstLimit: 100_000, ThrottlingRateLimit: 100_000 }
  return { ...resource, Properties: { ...resource.Properties, DefaultRouteSettings: unthrottled } }
})
const data = mkdtempSync(join(tmpdir(), 'ripen-capture-'))
const run = await spawnRipen({ data, assembly, publishSamples: false })
const nothing = await aProcess<{ port: number }>('null-server.mjs')
const origin = 'https://www.example.com'
await publishFolder(localTarget(run.url), { ...dripContent, 'sites/www.yaml': `id: www\norigins: [${origin}]\n` })
const client = aClient(run.url, connections)
const table = new DynamoDBClient({ endpoint: `http://127.0.0.1:${nothing.port}`, region: 'local', credentials: nobody })
const waits: number[] = []
let posts = 0
let batches = 0
const consentedAt = new Date().toISOString()

/** One post as a browser makes it; answers its status. */
function postForm(n: number): Promise<number> {
  const fields = { email: `visitor-${n}@example.org`, firstName: 'Olga', company: 'Shop' }
  const body = new URLSearchParams({ ...fields, 'consent.product-education': 'on' }).toString()
  return client.post('/forms/drip?utm_source=bench', body, { 'content-type': 'application/x-www-form-urlencoded' })
}

/** What a browser tells of one visitor, as the script sends it; answers its status. */
function sendEvents(n: number): Promise<number> {
  const visitor = String(n).padStart(32, 'a')
  const events = ['/', '/prices', '/cases/grocery'].map((path) => ({ type: 'page-visited', path, ago: 0 }))
  const headers = { 'content-type': 'text/plain;charset=UTF-8', origin }
  return client.post('/events', JSON.stringify({ visitor, consentedAt, events }), headers)
}

async function takenASecond(): Promise<number> {
  const beganMs = performance.now()
  await inParallel(connections, Array.from({ length: postsEach }), async () => {
    batches += 1
    assert.equal(await sendEvents(batches), 202)
  })
  return (postsEach * 1_000) / (performance.now() - beganMs)
}

async function acceptedASecond(): Promise<number> {
  const beganMs = performance.now()
  await inParallel(connections, Array.from({ length: postsEach }), async () => {
    posts += 1
    const sentMs = performance.now()
    assert.equal(await postForm(posts), 202)
    waits.push(performance.now() - sentMs)
  })
  return (postsEach * 1_000) / (performance.now() - beganMs)
}

async function putASecond(): Promise<number> {
  const beganMs = performance.now()
  await inParallel(connections, Array.from({ length: postsEach }), (_, n) => {
    const Item = { pk: { S: `SUBMISSION#${n}` }, sk: { S: 'SUBMISSION' }, email: { S: `visitor-${n}@example.org` } }
    return table.send(
      new PutItemCommand({ TableName: 'nothing', Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    )
  })
  return (postsEach * 1_000) / (performance.now() - beganMs)
}

const measured = await interleave(roundsAsked(7), {
  posts: acceptedASecond,
  batches: takenASecond,
  puts: putASecond,
})
client.close()
table.destroy()
await Promise.all([run.stop(), nothing.stop()])
rmSync(data, { recursive: true, force: true })

const { posts: accepted = [], batches: taken = [], puts = [] } = measured
// Those of the warm-up do not count.
const counted = waits.slice(postsEach).sort((a, b) => a - b)
const percentile = (share: number) => counted[Math.ceil(counted.length * share) - 1] ?? Number.NaN
console.log(`Time to the 202: p50 ${rounded(percentile(0.5))} ms, p99 ${rounded(percentile(0.99))} ms.`)
conclude(
  'capture',
  {
    'form posts accepted': ratesRow(accepted),
    'batches of three events accepted': ratesRow(taken),
    'PutItem to a null server': ratesRow(puts),
  },
  [
    figure('accepted posts to PutItem of a null server', median(accepted) / median(puts), 'at least', 0.6),
    figure('accepted batches of events to accepted posts', median(taken) / median(accepted), 'at least', 1),
  ],
  { connections, postsEach, aSecond: measured, p50Ms: percentile(0.5), p99Ms: percentile(0.99) },
)
