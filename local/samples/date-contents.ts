import type { TableEngine } from '../table/table-engine.ts'

interface Page {
  readonly Items: readonly { readonly pk: unknown; readonly sk: unknown; readonly approvals?: Approvals }[]
  readonly LastEvaluatedKey?: unknown
}

/** As the engine holds the approvals of a version. */
interface Approvals {
  readonly M: Readonly<Record<string, { readonly M: Readonly<Record<string, { readonly S: string }>> }>>
}

/** Gives all content of a table this time of publication and of approval, as if it had been published in this run. */
export async function dateContents(tables: TableEngine, table: string, at: string): Promise<void> {
  const names = { '#at': 'at' }
  let from: unknown
  do {
    const page = (await tables.call('Scan', {
      TableName: table,
      FilterExpression: 'begins_with(pk, :content) AND attribute_exists(#at)',
      ProjectionExpression: 'pk, sk, approvals',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':content': { S: 'CONTENT#' } },
      ...(from !== undefined && { ExclusiveStartKey: from }),
    })) as Page
    const dated = page.Items.map(({ pk, sk, approvals }) =>
      tables.call('UpdateItem', {
        TableName: table,
        Key: { pk, sk },
        UpdateExpression: `SET #at = :at${approvals ? ', approvals = :approvals' : ''}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':at': { S: at }, ...(approvals && { ':approvals': datedAt(approvals, at) }) },
      }),
    )
    await Promise.all(dated)
    from = page.LastEvaluatedKey
  } while (from !== undefined)
}

function datedAt({ M }: Approvals, at: string): Approvals {
  return { M: Object.fromEntries(Object.entries(M).map(([side, one]) => [side, { M: { ...one.M, at: { S: at } } }])) }
}
