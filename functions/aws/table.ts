import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { foreignCursor } from '../runtime/cursor.ts'
import { env } from './env.ts'
import { type IndexName, indexes, type Key } from './keys.ts'
import { SigningHash } from './signing-hash.ts'
import { withoutLog } from './without-log.ts'

/** The one client of this function, made on the cold start. */
export const dynamodb = withoutLog(new DynamoDBClient({ cacheMiddleware: true, sha256: SigningHash }))

export type Item = Record<string, unknown>
const marshalling = { removeUndefinedValues: true, convertClassInstanceToMap: true }

/** A condition in DynamoDB's expression language, with its names and values in plain JavaScript. */
export interface Expression {
  readonly text: string
  readonly names?: Record<string, string>
  readonly values?: Record<string, unknown>
}

/** Reads one item; strongly consistent unless told otherwise. `only` leaves out its other attributes, which is faster and costs the same. */
export async function getItem(
  key: Key,
  { consistent = true, only = [] }: { consistent?: boolean; only?: readonly string[] } = {},
): Promise<Item | undefined> {
  const answer = await dynamodb.send(
    new GetItemCommand({
      TableName: env('TABLE_NAME'),
      Key: marshall(key),
      ConsistentRead: consistent,
      ...projectionOf(only),
    }),
  )
  return answer.Item && unmarshall(answer.Item)
}

/** What has these attributes alone read; all of them where none is named. */
export function projectionOf(only: readonly string[]) {
  if (only.length === 0) return {}
  const names = Object.fromEntries(only.map((attribute) => [`#o_${attribute}`, attribute]))
  return { ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: names }
}

/** Writes one whole item; false when its condition did not hold. */
export async function putItem(key: Key, item: Item, condition?: Expression): Promise<boolean> {
  return conditionally(() =>
    dynamodb.send(
      new PutItemCommand({
        TableName: env('TABLE_NAME'),
        Item: marshall({ ...item, ...key }, marshalling),
        ...conditionOf(condition),
      }),
    ),
  )
}

/** The condition that no item has this key yet. */
export const ifAbsent: Expression = { text: 'attribute_not_exists(pk)' }
/** The condition that the item is there: an update then never makes one. */
export const ifPresent: Expression = { text: 'attribute_exists(pk)' }
/** The condition that nobody wrote the item since it was read. */
export function ifRev(rev: number): Expression {
  return { text: '#rev = :rev', names: { '#rev': 'rev' }, values: { ':rev': rev } }
}

/**
 * Sets and removes top-level attributes of one item; answers the item as it is afterwards, or undefined when the condition did not hold.
 * A value of undefined in `set` removes the attribute.
 */
export async function updateItem(
  key: Key,
  change: { set?: Item; add?: Record<string, number> },
  condition?: Expression,
): Promise<Item | undefined> {
  const names: Record<string, string> = { ...condition?.names }
  const values: Record<string, unknown> = { ...condition?.values }
  const sets: string[] = []
  const removes: string[] = []
  const adds: string[] = []
  for (const [attribute, value] of Object.entries(change.set ?? {})) {
    names[`#s_${attribute}`] = attribute
    if (value === undefined) {
      removes.push(`#s_${attribute}`)
    } else {
      values[`:s_${attribute}`] = value
      sets.push(`#s_${attribute} = :s_${attribute}`)
    }
  }
  for (const [attribute, value] of Object.entries(change.add ?? {})) {
    names[`#a_${attribute}`] = attribute
    values[`:a_${attribute}`] = value
    adds.push(`#a_${attribute} :a_${attribute}`)
  }
  const expression = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
    adds.length > 0 ? `ADD ${adds.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(' ')
  let after: Item | undefined
  const held = await conditionally(async () => {
    const answer = await dynamodb.send(
      new UpdateItemCommand({
        TableName: env('TABLE_NAME'),
        Key: marshall(key),
        UpdateExpression: expression,
        ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: marshall(values, marshalling) }),
        ...(condition && { ConditionExpression: condition.text }),
        ReturnValues: 'ALL_NEW',
      }),
    )
    after = answer.Attributes && unmarshall(answer.Attributes)
  })
  return held ? after : undefined
}

export async function deleteItem(key: Key, condition?: Expression): Promise<boolean> {
  return conditionally(() =>
    dynamodb.send(
      new DeleteItemCommand({ TableName: env('TABLE_NAME'), Key: marshall(key), ...conditionOf(condition) }),
    ),
  )
}

export interface QueryRange {
  readonly pk: string
  readonly prefix?: string
  readonly between?: { readonly from: string; readonly to: string }
  readonly index?: IndexName
  readonly limit?: number
  /** Opaque place to go on from, as `next` gave it. */
  readonly cursor?: string | undefined
  readonly newestFirst?: boolean
  readonly consistent?: boolean
}

/** Reads one page of a partition (or of an index's), with the opaque cursor of the next page; throws RangeError for a cursor that is not ours. */
export async function queryItems(range: QueryRange): Promise<{ items: Item[]; next?: string }> {
  const index = range.index && indexes[range.index]
  const names: Record<string, string> = { '#pk': index?.pk ?? 'pk' }
  const values: Record<string, unknown> = { ':pk': range.pk }
  let condition = '#pk = :pk'
  if (range.prefix !== undefined || range.between) names['#sk'] = index?.sk ?? 'sk'
  if (range.prefix !== undefined) {
    condition += ' AND begins_with(#sk, :prefix)'
    values[':prefix'] = range.prefix
  } else if (range.between) {
    condition += ' AND #sk BETWEEN :from AND :to'
    values[':from'] = range.between.from
    values[':to'] = range.between.to
  }
  const answer = await fromPlace(range.cursor, (place) =>
    dynamodb.send(
      new QueryCommand({
        TableName: env('TABLE_NAME'),
        ...(index && { IndexName: index.name }),
        KeyConditionExpression: condition,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: marshall(values),
        ...(range.limit !== undefined && { Limit: range.limit }),
        ...(place && { ExclusiveStartKey: marshall(place) }),
        ScanIndexForward: !range.newestFirst,
        ConsistentRead: index ? false : (range.consistent ?? true),
      }),
    ),
  )
  const items = (answer.Items ?? []).map((item) => unmarshall(item))
  return answer.LastEvaluatedKey ? { items, next: cursorOf(unmarshall(answer.LastEvaluatedKey)) } : { items }
}

/** Every item of a range, page after page; for ranges that are known to be small or that must be gone through whole. */
export async function* everyItem(range: Omit<QueryRange, 'cursor'>): AsyncGenerator<Item> {
  let cursor: string | undefined
  do {
    const page = await queryItems({ ...range, cursor })
    yield* page.items
    cursor = page.next
  } while (cursor)
}

function conditionOf(condition: Expression | undefined) {
  if (!condition) return {}
  return {
    ConditionExpression: condition.text,
    ...(condition.names && { ExpressionAttributeNames: condition.names }),
    ...(condition.values && { ExpressionAttributeValues: marshall(condition.values, marshalling) }),
  }
}

async function conditionally(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/** Queries from a cursor's place on; one that the table can't begin at was forged or is of another list: the table says so alone. */
async function fromPlace<Answer>(
  cursor: string | undefined,
  query: (place: Item | undefined) => Promise<Answer>,
): Promise<Answer> {
  const place = cursor ? placeOf(cursor) : undefined
  try {
    return await query(place)
  } catch (error) {
    if (place && (error as Error).name === 'ValidationException') throw foreignCursor()
    throw error
  }
}

function cursorOf(place: Item): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function placeOf(cursor: string): Item {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (place && typeof place === 'object' && 'pk' in place && 'sk' in place && isOfKeys(place)) return place as Item
  } catch {
    // falls through to the one answer below
  }
  throw foreignCursor()
}

/** All keys of the table and its indexes are text. */
function isOfKeys(place: object): boolean {
  return Object.values(place).every((value) => typeof value === 'string')
}
