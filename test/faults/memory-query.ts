import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { indexes } from '../../functions/aws/keys.ts'
import type { Stored } from './expressions.ts'

export type Asked = QueryCommandInput

type Partitions = ReadonlyMap<string, ReadonlyMap<string, Stored>>

/** The part of a partition (or of an index's) that a Query is about. */
export interface Range {
  readonly index: string | undefined
  readonly pk: string
  readonly includes: (sk: string) => boolean
}

/** Answers a Query by key and range of the sort key, of the table or of an index, a page at a time. */
export function query(partitions: Partitions, asked: Asked) {
  const range = rangeOf(asked)
  const { hash, sort } = keysOf(range.index)
  const found = candidates(partitions, range, hash)
    .filter((item) => item[sort]?.S !== undefined && range.includes(item[sort].S))
    .sort((a, b) => compare(orderIn(a, sort), orderIn(b, sort)))
  const way = asked.ScanIndexForward === false ? -1 : 1
  if (way < 0) found.reverse()
  const place = asked.ExclusiveStartKey && orderIn(asked.ExclusiveStartKey, sort)
  const rest = place ? found.filter((item) => compare(orderIn(item, sort), place) * way > 0) : found
  const page = asked.Limit === undefined ? rest : rest.slice(0, asked.Limit)
  const last = page.at(-1)
  const more = last && asked.Limit === page.length
  return {
    Items: page.map((item) => (range.index ? keysOnly(item, hash, sort) : item)),
    ...(more && { LastEvaluatedKey: keysOnly(last, hash, sort) }),
  }
}

/** Which keys a Query looks at: `#pk = :pk`, with `begins_with` or `BETWEEN` on the sort key. */
export function rangeOf(asked: Asked): Range {
  const { KeyConditionExpression: text = '', ExpressionAttributeValues: values = {} } = asked
  const value = (name: string) => values[name]?.S ?? ''
  const whole = { index: asked.IndexName, pk: value(':pk') }
  if (text.includes('begins_with')) return { ...whole, includes: (sk) => sk.startsWith(value(':prefix')) }
  if (!text.includes('BETWEEN')) return { ...whole, includes: () => true }
  return {
    ...whole,
    includes: (sk) => compare([sk], [value(':from')]) >= 0 && compare([sk], [value(':to')]) <= 0,
  }
}

/** The attributes that an index, or the table itself, is kept by. */
export function keysOf(name: string | undefined): { hash: string; sort: string } {
  const index = Object.values(indexes).find((one) => one.name === name)
  if (name !== undefined && !index) throw new Error(`the table in memory has no index ${name}`)
  return { hash: index?.pk ?? 'pk', sort: index?.sk ?? 'sk' }
}

function candidates(partitions: Partitions, { index, pk }: Range, hash: string): Stored[] {
  if (!index) return [...(partitions.get(pk)?.values() ?? [])]
  return [...partitions.values()].flatMap((items) => [...items.values()].filter((item) => item[hash]?.S === pk))
}

function orderIn(item: Stored, sort: string): string[] {
  return [item[sort]?.S ?? '', item.pk?.S ?? '', item.sk?.S ?? '']
}

/** In the order of their bytes, since the keys of Ripen are ASCII. */
function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((text, index) => text !== b[index])
  if (at < 0) return 0
  return (a[at] as string) < (b[at] ?? '') ? -1 : 1
}

function keysOnly(item: Stored, hash: string, sort: string): Record<string, AttributeValue> {
  const names = [...new Set(['pk', 'sk', hash, sort])]
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])))
}
