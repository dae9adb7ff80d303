import type { TableEngine } from '../table/table-engine.ts'

interface Page {
  readonly Items: readonly { readonly pk: unknown; readonly sk: unknown }[]
  readonly LastEvaluatedKey?: unknown
}

/** Gives all content of a table this time of publication, as if it had been published in this run. */
export async function dateContents(tables: TableEngine, table: string, at: string): Promise<void> {
  const names = { '#at': 'at' }
  let from: unknown
  do {
    const page = (await tables.call('Scan', {
      TableName: table,
      FilterExpression: 'begins_with(pk, :content) AND attribute_exists(#at)',
      ProjectionExpression: 'pk, sk',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':content': { S: 'CONTENT#' } },
      ...(from !== undefined && { ExclusiveStartKey: from }),
    })) as Page
    const dated = page.Items.map(({ pk, sk }) =>
      tables.call('UpdateItem', {
        TableName: table,
        Key: { pk, sk },
        UpdateExpression: 'SET #at = :at',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':at': { S: at } },
      }),
    )
    await Promise.all(dated)
    from = page.LastEvaluatedKey
  } while (from !== undefined)
}
