import { leadPartition, visitorKey } from '../aws/keys.ts'
import { deleteItem, everyItem } from '../aws/table.ts'
import { readVisitor } from './visitors.ts'

/** Deletes what is held of a browser that belongs to an erased lead (`LEAD#id`), itself last; one that belongs to somebody else stays. */
export async function forgetVisitor(visitorId: string, partition: string): Promise<void> {
  const visitor = await readVisitor(visitorId)
  if (!visitor?.leadId || leadPartition(visitor.leadId) !== partition) return
  const key = visitorKey(visitorId)
  for await (const { sk } of everyItem({ pk: key.pk, prefix: 'BATCH#' }))
    await deleteItem({ pk: key.pk, sk: String(sk) })
  await deleteItem(key)
}
