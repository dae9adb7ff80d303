import { BatchGetItemCommand, type BatchGetItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { env } from './env.ts'
import type { Key } from './keys.ts'
import { dynamodb, type Item, projectionOf } from './table.ts'

/** So many keys one call takes. */
const keysOfCall = 100
/** DynamoDB may answer a part at a time, where the items are large or it has too much to do. */
const callsAtMost = 20

/** Reads many items with one call for each hundred; those that are there, by their keys' `pk sk`. Strongly consistent unless told otherwise; `only` leaves out other attributes. */
export async function getItems(
  keys: readonly Key[],
  { consistent = true, only = [] }: { consistent?: boolean; only?: readonly string[] } = {},
): Promise<ReadonlyMap<string, Item>> {
  const table = env('TABLE_NAME')
  const attributes = only.length > 0 ? [...new Set(['pk', 'sk', ...only])] : []
  const how = { ConsistentRead: consistent, ...projectionOf(attributes) }
  const found = new Map<string, Item>()
  let left = [...new Map(keys.map(({ pk, sk }) => [placeOf({ pk, sk }), marshall({ pk, sk })])).values()]
  for (let calls = 0; left.length > 0; calls += 1) {
    if (calls > callsAtMost + keys.length / keysOfCall)
      throw new Error('the table left items unread at each of many calls')
    const answer: BatchGetItemCommandOutput = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left.slice(0, keysOfCall), ...how } } }),
    )
    for (const item of answer.Responses?.[table] ?? []) {
      const read = unmarshall(item)
      found.set(placeOf({ pk: String(read.pk), sk: String(read.sk) }), read)
    }
    left = [...left.slice(keysOfCall), ...(answer.UnprocessedKeys?.[table]?.Keys ?? [])]
  }
  return found
}

/** How an item is found among those read. */
export function placeOf({ pk, sk }: Key): string {
  return `${pk} ${sk}`
}
