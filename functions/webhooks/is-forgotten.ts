import { mailboxKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'

/** Was this lead erased? Then nothing about it goes out any more, but that it was. */
export async function isForgotten(leadId: string | undefined): Promise<boolean> {
  if (leadId === undefined) return false
  const item = await getItem(mailboxKey(leadId), { only: ['erasedAt'] })
  return item?.erasedAt !== undefined
}
