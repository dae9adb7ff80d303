import { VisitorActed } from '../../core/website/events.ts'
import { visitFacts } from '../../core/website/visit-facts.ts'
import { visitorKey } from '../aws/keys.ts'
import { deleteItem, everyItem } from '../aws/table.ts'
import { recordFacts } from '../leads/record-facts.ts'
import { now } from '../runtime/clock.ts'

/** Makes facts about its lead of all that a visitor did before it was known; each batch goes once its facts are stored. */
export async function settleBatches(visitorId: string, leadId: string): Promise<void> {
  const { pk } = visitorKey(visitorId)
  for await (const { sk, batch, expiresAt } of everyItem({ pk, prefix: 'BATCH#' })) {
    // Its time is over, whether or not the table has swept it yet.
    if (Number(expiresAt) * 1000 > now())
      await recordFacts(leadId, visitFacts(leadId, VisitorActed.schema.parse(batch)))
    await deleteItem({ pk, sk: String(sk) })
  }
}
