import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { clientOf } from '../../local/ripen-client.ts'
import type { History } from '../history/check-history.ts'
import type { StoredItem } from '../history/lead-history.ts'

/** Where an embedded run is reached: its API, its tables, and the name of its one table. */
export interface Reached {
  readonly url: string
  readonly tableEndpoint: string
  readonly table: string
}

/** Everything that a run holds: all items of its table, and all mails that SES took. */
export async function readHistory({ url, tableEndpoint, table }: Reached): Promise<History> {
  const ripen = clientOf(url)
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: tableEndpoint, region: 'eu-central-1', credentials })
  const items: StoredItem[] = []
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const item of page.Items ?? []) items.push(unmarshall(item) as StoredItem)
  }
  client.destroy()
  return { items, mails: await ripen.mails(), nowMs: await ripen.now() }
}
