import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DeleteItemCommandInput,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { indexes } from '../../functions/aws/keys.ts'
import type { Item } from '../../functions/aws/table.ts'
import { conditionHolds, type Stored } from './expressions.ts'
import { type Asked, query } from './memory-query.ts'

type Partitions = Map<string, Map<string, Stored>>
type Guarded = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>

/** The AWS calls of `functions/aws/table.ts`, by command name. */
export const tableCommands: ReadonlySet<string> = new Set([
  'GetItemCommand',
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'QueryCommand',
])

/**
 * The one table in memory, with the operations and expressions that Ripen uses: some ten times faster than an engine behind HTTP, and held against that
 * engine by a property test. It can be set back to an earlier state, so that thousands of runs begin from the same.
 */
export class MemoryTable {
  #partitions: Partitions = new Map()

  /** Answers one call as DynamoDB does. */
  answer(command: string, input: unknown): unknown {
    switch (command) {
      case 'GetItemCommand':
        return this.#get(input as GetItemCommandInput)
      case 'PutItemCommand':
        return this.#put(input as PutItemCommandInput)
      case 'UpdateItemCommand':
        return this.#update(input as UpdateItemCommandInput)
      case 'DeleteItemCommand':
        return this.#delete(input as DeleteItemCommandInput)
      case 'QueryCommand':
        return query(this.#partitions, input as Asked)
    }
    throw new Error(`the table in memory does not know ${command}`)
  }

  /** Every item, in the order of its keys. */
  everything(): Item[] {
    return [...this.#partitions.values()]
      .flatMap((items) => [...items.values()].map((item) => unmarshall(item)))
      .sort((a, b) => (`${a.pk}\n${a.sk}` < `${b.pk}\n${b.sk}` ? -1 : 1))
  }

  /** Is there any item whose index attributes are these, up to this sort key? */
  has(index: keyof typeof indexes, pk: string, until: string): boolean {
    const { pk: hash, sk: range } = indexes[index]
    for (const items of this.#partitions.values()) {
      for (const item of items.values()) {
        if (item[hash]?.S === pk && (item[range]?.S ?? '~') <= until) return true
      }
    }
    return false
  }

  /** A copy of the present state; items never change, so only the maps are copied. */
  copy(): Partitions {
    return new Map([...this.#partitions].map(([pk, items]) => [pk, new Map(items)]))
  }

  /** Goes back to a state that {@link copy} gave. */
  restore(partitions: Partitions): void {
    this.#partitions = new Map([...partitions].map(([pk, items]) => [pk, new Map(items)]))
  }

  #read({ pk, sk }: { pk: string; sk: string }): Stored | undefined {
    return this.#partitions.get(pk)?.get(sk)
  }

  #get({ Key, ProjectionExpression: asked, ExpressionAttributeNames: names = {} }: GetItemCommandInput) {
    const item = this.#read(keyOf(Key))
    if (!item || asked === undefined) return { Item: item }
    const wanted = new Set(listed(asked).map((token) => names[token] ?? token))
    return { Item: Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name))) }
  }

  #put(input: PutItemCommandInput) {
    const item = input.Item ?? {}
    check(this.#read(keyOf(item)), input)
    this.#store(item)
    return {}
  }

  #update(input: UpdateItemCommandInput) {
    const before = this.#read(keyOf(input.Key))
    check(before, input)
    const after: Record<string, AttributeValue> = { ...(before ?? input.Key) }
    change(after, input)
    this.#store(after)
    return { Attributes: after }
  }

  #delete(input: DeleteItemCommandInput) {
    const { pk, sk } = keyOf(input.Key)
    check(this.#read({ pk, sk }), input)
    this.#partitions.get(pk)?.delete(sk)
    return {}
  }

  #store(item: Stored): void {
    const { pk, sk } = keyOf(item)
    for (const index of Object.values(indexes)) {
      for (const attribute of [index.pk, index.sk]) {
        const value = item[attribute]
        if (value && !value.S) throw new Error(`ValidationException: ${attribute} must be text that is not empty`)
      }
    }
    const items = this.#partitions.get(pk) ?? new Map<string, Stored>()
    this.#partitions.set(pk, items.set(sk, item))
  }
}

function keyOf(item: Stored | undefined): { pk: string; sk: string } {
  const { pk, sk } = item ?? {}
  if (!pk?.S || !sk?.S) throw new Error('ValidationException: the key is not complete')
  return { pk: pk.S, sk: sk.S }
}

function check(item: Stored | undefined, guarded: Guarded): void {
  const { ConditionExpression: text, ExpressionAttributeNames: names = {} } = guarded
  if (text === undefined || conditionHolds(text, item, names, guarded.ExpressionAttributeValues ?? {})) return
  throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} })
}

/** `SET #a = :a, #b = :b REMOVE #c ADD #d :d`, of top-level attributes. */
function change(item: Record<string, AttributeValue>, input: UpdateItemCommandInput): void {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input
  const [, sets = '', removes = '', adds = ''] =
    /^(?:SET (.+?))?(?: ?REMOVE (.+?))?(?: ?ADD (.+))?$/.exec(input.UpdateExpression ?? '') ?? []
  const name = (token = '') => names[token] ?? token
  for (const part of listed(sets)) {
    const [target, value = ''] = part.split(' = ')
    item[name(target)] = values[value] as AttributeValue
  }
  for (const target of listed(removes)) delete item[name(target)]
  for (const part of listed(adds)) {
    const [target, value = ''] = part.split(' ')
    const sum = Number(item[name(target)]?.N ?? 0) + Number(values[value]?.N)
    item[name(target)] = { N: String(sum) }
  }
}

function listed(parts: string): string[] {
  return parts === '' ? [] : parts.split(', ')
}
