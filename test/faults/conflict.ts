import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Call } from './calls.ts'
import { executionArn } from './machines.ts'
import { type Asked, type Range, rangeOf } from './memory-query.ts'

/** What a call touches: one item, a range of items, or one execution. */
type Touch =
  | { readonly kind: 'item'; readonly pk: string; readonly sk: string; readonly writes: boolean }
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
  const item = (keys: unknown, writes: boolean): Touch => {
    const { pk, sk } = keys as Record<string, AttributeValue>
    return { kind: 'item', pk: pk?.S ?? '', sk: sk?.S ?? '', writes }
  }
  switch (name) {
    case 'GetItemCommand':
      return item(given.Key, false)
    case 'PutItemCommand':
      return item(given.Item, true)
    case 'UpdateItemCommand':
    case 'DeleteItemCommand':
      return item(given.Key, true)
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

/** An index may hold any item, by whatever is written to it. */
function isIn({ index, pk, includes }: Range, item: { pk: string; sk: string }): boolean {
  return index !== undefined || (item.pk === pk && includes(item.sk))
}
