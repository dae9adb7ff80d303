import type { LocalState } from '../local/ripen-client.ts'
import type { Ripen } from '../local/run.ts'
import { perMillion, requestsOfMessage, statedMs, type Timed } from './prices.ts'

/** What AWS bills, counted from a running system between two moments. Calls of schedules are no part of it: they come whether mail goes or not. */
export interface Bill {
  readonly mails: number
  readonly transitions: number
  readonly calls: number
  readonly gbSeconds: number
  readonly writeUnits: number
  readonly readUnits: number
  readonly queueMessages: number
  readonly events: number
  readonly requests: number
}

/** Counts from `before` to `after`. */
export function billOf(ripen: Ripen, before: LocalState, after: LocalState): Bill {
  const calls = callsBetween(before, after).filter(({ title }) => !title.endsWith('.schedule'))
  const memory = new Map(ripen.topology.functions.map(({ title, memoryMb }) => [title, memoryMb]))
  return {
    mails: after.mails - before.mails,
    transitions: after.billed.transitions - before.billed.transitions,
    calls: sum(calls.map(({ count }) => count)),
    gbSeconds: sum(
      calls.map(({ title, count }) => (count * statedMs[kindOf(title)] * (memory.get(title) ?? 128)) / 1_024_000),
    ),
    writeUnits: after.billed.table.writeUnits - before.billed.table.writeUnits,
    readUnits: after.billed.table.readUnits - before.billed.table.readUnits,
    queueMessages: after.billed.queueMessages - before.billed.queueMessages,
    events: customEvents(after) - customEvents(before),
    requests: sum(calls.filter(({ title }) => title.endsWith('.http')).map(({ count }) => count)),
  }
}

/** How often each function was called from `before` to `after`. */
export function callsBetween(before: LocalState, after: LocalState): { title: string; count: number }[] {
  return Object.entries(after.calls)
    .map(([title, count]) => ({ title, count: count - (before.calls[title] ?? 0) }))
    .filter(({ count }) => count > 0)
}

/** What each item of a bill costs, in US dollars for a thousand mails. */
export function costOf(bill: Bill): Record<string, number> {
  const dollars = {
    transitions: bill.transitions * perMillion.transition,
    'Lambda requests': bill.calls * perMillion.call,
    'Lambda GB-seconds': bill.gbSeconds * perMillion.gbSecond,
    'write units': bill.writeUnits * perMillion.writeUnit,
    'read units': bill.readUnits * perMillion.readUnit,
    'queue messages': bill.queueMessages * requestsOfMessage * perMillion.queueRequest,
    events: bill.events * perMillion.event,
    'API requests': bill.requests * perMillion.request,
  }
  return Object.fromEntries(Object.entries(dollars).map(([item, all]) => [item, all / 1_000 / bill.mails]))
}

function kindOf(title: string): Timed {
  const kind = title.split('.').pop()
  if (kind !== 'task' && kind !== 'event' && kind !== 'http') throw new RangeError(`no duration is stated for ${title}`)
  return kind
}

function customEvents({ billed }: LocalState): number {
  const names = Object.entries(billed.eventsByName).filter(([name]) => !name.startsWith('aws.'))
  return sum(names.map(([, count]) => count))
}

export function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
