import type { LocalState } from '../local/ripen-client.ts'
import type { Ripen } from '../local/run.ts'
import { perMillion, requestsOfMessage, statedMs, type Timed } from './prices.ts'

/** What AWS bills, each with its price for a million. */
const prices = {
  transitions: perMillion.transition,
  'Lambda requests': perMillion.call,
  'Lambda GB-seconds': perMillion.gbSecond,
  'write units': perMillion.writeUnit,
  'read units': perMillion.readUnit,
  'queue requests': perMillion.queueRequest,
  'custom events': perMillion.event,
  'API requests': perMillion.request,
} as const
export type Item = keyof typeof prices
export type Bill = Readonly<Record<Item, number>>

/** Counts from `before` to `after`, for one lead alone: each queue message then is a call of its own, also where the embedded run took two at once. */
export function billOf(ripen: Ripen, before: LocalState, after: LocalState): Bill {
  const calls = Object.entries(callsBetween(before, after))
  const memory = new Map(ripen.topology.functions.map(({ title, memoryMb }) => [title, memoryMb]))
  const gbSeconds = ([title, n]: [string, number]) =>
    (n * statedMs[kindOf(title)] * (memory.get(title) ?? 0)) / 1_024_000
  const byMessage = calls.filter(([title]) => title.endsWith('.event'))
  const others = calls.filter(([title]) => !title.endsWith('.event'))
  const messages = after.billed.queueMessages - before.billed.queueMessages
  const shared = byMessage.length > 0 ? messages / count(byMessage) : 0
  return {
    transitions: after.billed.transitions - before.billed.transitions,
    'Lambda requests': messages + count(others),
    'Lambda GB-seconds': sum(byMessage.map(gbSeconds)) * shared + sum(others.map(gbSeconds)),
    'write units': after.billed.table.writeUnits - before.billed.table.writeUnits,
    'read units': after.billed.table.readUnits - before.billed.table.readUnits,
    'queue requests': messages * requestsOfMessage,
    'custom events': customEvents(after) - customEvents(before),
    'API requests': count(calls.filter(([title]) => title.endsWith('.http'))),
  }
}

/** Several bills as one. */
export function together(bills: readonly Bill[]): Bill {
  const items = Object.keys(prices) as Item[]
  return Object.fromEntries(items.map((item) => [item, sum(bills.map((bill) => bill[item]))])) as Bill
}

/** What each item of a bill costs, in US dollars for a million of those who share it. */
export function costOf(bill: Bill, among: number): Bill {
  const costs = Object.entries(bill).map(([item, n]) => [item, (n * prices[item as Item]) / among])
  return Object.fromEntries(costs) as Bill
}

/** How often each function was called from `before` to `after`. */
export function callsBetween(before: LocalState, after: LocalState): Record<string, number> {
  const calls = Object.entries(after.calls).map(([title, n]): [string, number] => [
    title,
    n - (before.calls[title] ?? 0),
  ])
  return Object.fromEntries(calls.filter(([, n]) => n > 0))
}

export function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

function count(calls: readonly [string, number][]): number {
  return sum(calls.map(([, n]) => n))
}

function kindOf(title: string): Timed {
  const kind = title.split('.').pop()
  if (kind !== 'task' && kind !== 'event' && kind !== 'http') throw new RangeError(`no duration is stated for ${title}`)
  return kind
}

function customEvents({ billed }: LocalState): number {
  const own = Object.entries(billed.eventsByName).filter(([name]) => !name.startsWith('aws.'))
  return sum(own.map(([, n]) => n))
}
