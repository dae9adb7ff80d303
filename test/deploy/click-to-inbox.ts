import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { profileKey } from '../../functions/aws/keys.ts'
import { aLead } from '../fixtures/a-lead.ts'
import { click, inInboxAfter, putLead } from '../fixtures/click-and-inbox.ts'

const lookEveryMs = 50
const withinMs = 60_000
const file = join(import.meta.dirname, '../../.bench/latency-ministack.json')

/** What was measured, as `.bench/latency-ministack.json` keeps it; `tookMs` is sorted. */
export interface ClickToInbox {
  readonly at: string
  readonly cores: number
  readonly load: number
  readonly leads: number
  readonly medianMs: number
  readonly p95Ms: number
  readonly tookMs: readonly number[]
}

/**
 * From a click on the deployed bus to the hand-off in the inbox, one lead after the other: record, re-score, qualify, forward. Each lead needs one more
 * click to be sales-ready by the scoring model of the stories. Keeps what it measured for `npm run bench:latency` to show.
 */
export async function clickToInbox(endpoint: string, leads: number): Promise<ClickToInbox> {
  const stack = await stackAt(endpoint)
  const tookMs: number[] = []
  for (let n = 0; n < leads; n += 1) {
    const leadId = await stack.addLead(n)
    await stack.click(leadId, 1)
    await seen('the first click in the score', async () => Number((await stack.profile(leadId)).score?.total ?? 0) > 30)
    const clickedMs = performance.now()
    await stack.click(leadId, 2)
    await seen('the hand-off in the inbox', async () => (await stack.inbox()).some((one) => one.leadId === leadId))
    tookMs.push(performance.now() - clickedMs)
  }
  tookMs.sort((a, b) => a - b)
  const quantile = (share: number) => Math.round(tookMs[Math.min(leads - 1, Math.floor(leads * share))] ?? Number.NaN)
  const measured: ClickToInbox = {
    at: new Date().toISOString(),
    cores: availableParallelism(),
    load: loadavg()[0] ?? 0,
    leads,
    medianMs: quantile(0.5),
    p95Ms: quantile(0.95),
    tookMs: tookMs.map(Math.round),
  }
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(measured, undefined, 2)}\n`)
  return measured
}

async function stackAt(endpoint: string) {
  const clients = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const table = new DynamoDBClient(clients)
  const events = new EventBridgeClient(clients)
  const TableName = (await table.send(new ListTablesCommand({}))).TableNames?.[0]
  const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}))
  const EventBusName = EventBuses.find(({ Name }) => Name !== 'default')?.Name
  return {
    addLead: async (n: number): Promise<string> => {
      const leadId = `latency${'abcdefghijklmnopqrstuvwxyz'[n]}`.padEnd(32, '7')
      const fields = { firstName: 'Olga', company: 'Shop', jobTitle: 'Director of Retail' }
      const until = new Date(Date.now() + 90 * 86_400_000).toISOString()
      const lead = aLead({
        profile: { leadId, email: `lead-${n}@latency.example`, fields, parked: { reason: 'new', until } },
      })
      await putLead(table, TableName, lead)
      return leadId
    },
    profile: async (leadId: string): Promise<{ score?: { total: number } }> => {
      const { Item = {} } = await table.send(new GetItemCommand({ TableName, Key: marshall(profileKey(leadId)) }))
      return unmarshall(Item)
    },
    click: (leadId: string, n: number) =>
      click(events, EventBusName, { leadId, id: `click-${leadId}-${n}`, at: new Date().toISOString() }),
    inbox: () => inInboxAfter('!', table, TableName),
  }
}

async function seen(what: string, look: () => Promise<boolean>): Promise<void> {
  const giveUp = performance.now() + withinMs
  while (!(await look())) {
    if (performance.now() > giveUp) throw new Error(`there is no sign of ${what} after ${withinMs / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}
