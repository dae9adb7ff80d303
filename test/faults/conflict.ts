import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { ifAbsent } from '../../functions/aws/table.ts'
import type { Call } from './calls.ts'
import { executionArn } from './machines.ts'
import { type Asked, keysOf, type Range, rangeOf } from './memory-query.ts'

/** Attributes of an item that a call may change. */
type Changes = 'any' | 'none' | ReadonlySet<string>

/** What a call touches: one item, a range of items, or one execution. */
type Touch =
  | { readonly kind: 'item'; readonly pk: string; readonly sk: string; readonly writes: boolean; changes: Changes }
  | { readonly kind: 'range'; readonly range: Range; readonly writes: false }
  | { readonly kind: 'execution'; readonly arn: string; readonly writes: boolean }

/**
 * May it make a difference which of two calls comes first? Where it can't, only one of the two orders needs to be tried. Events and mails touch nothing
 * that another call sees: the bus keeps no order, and SES tells nobody of what it took.
 */
export function conflict(a: Call, b: Call): boolean {
  const [one, other] = [touchOf(a), touchOf(b)]
  if (!one || !other || !(one.writes || other.writes)) return false
  if (one.kind === 'execution' || other.kind === 'execution') {
    return one.kind === 'execution' && other.kind === 'execution' && one.arn === other.arn
  }
  if (one.kind === 'range') return other.kind === 'item' && isIn(one.range, other)
  if (other.kind === 'range') return isIn(other.range, one)
  return one.pk === other.pk && one.sk === other.sk
}

function touchOf({ name, input }: Call): Touch | undefined {
  const given = input as Record<string, unknown>
  const item = (keys: unknown, changes: Changes): Touch => {
    const { pk, sk } = keys as Record<string, AttributeValue>
    return { kind: 'item', pk: pk?.S ?? '', sk: sk?.S ?? '', writes: changes !== 'none', changes }
  }
  switch (name) {
    case 'GetItemCommand':
      return item(given.Key, 'none')
    case 'PutItemCommand':
      // In place of another item, it takes away what that one had.
      return item(
        given.Item,
        given.ConditionExpression === ifAbsent.text ? new Set(Object.keys(given.Item ?? {})) : 'any',
      )
    case 'UpdateItemCommand':
      return item(given.Key, new Set(Object.values(given.ExpressionAttributeNames ?? {})))
    case 'DeleteItemCommand':
      return item(given.Key, 'any')
    case 'QueryCommand':
      return { kind: 'range', range: rangeOf(input as Asked), writes: false }
    case 'StartExecutionCommand':
      return { kind: 'execution', arn: executionArn(String(given.stateMachineArn), String(given.name)), writes: true }
    case 'DescribeExecutionCommand':
    case 'StopExecutionCommand':
      return { kind: 'execution', arn: String(given.executionArn), writes: name === 'StopExecutionCommand' }
  }
  return undefined
}

function isIn({ index, pk, includes }: Range, item: { pk: string; sk: string; changes: Changes }): boolean {
  return index === undefined ? item.pk === pk && includes(item.sk) : mayMove(item.changes, index)
}

/** May an item come into an index, leave it or change its place there? An index holds nothing but keys. */
function mayMove(changes: Changes, index: string): boolean {
  if (typeof changes === 'string') return changes === 'any'
  const { hash, sort } = keysOf(index)
  return changes.has(hash) || changes.has(sort)
}
