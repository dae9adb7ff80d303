import { deliveryBox, type Key } from '../aws/keys.ts'
import { queryItems } from '../aws/table.ts'

interface Page {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
  readonly newestFirst: boolean
}

/** The keys of one page of a webhook's log, between two times of what happened. */
export async function logPage(
  webhookId: string,
  { from = '0', to = '9', ...page }: Page,
): Promise<{ keys: Key[]; next?: string }> {
  const between = { from, to: `${to}~` }
  const { items, next } = await queryItems({ index: 'box', pk: deliveryBox(webhookId), between, ...page })
  return { keys: items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })), ...(next && { next }) }
}
