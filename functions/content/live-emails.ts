import { currentKey } from '../aws/keys.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { type CurrentItem, currentItem } from './content-items.ts'
import { pointerFrom } from './pointers.ts'

/** Which version of each email is live, in which languages, by id. */
export async function allEmails(): Promise<CurrentItem[]> {
  const found: CurrentItem[] = []
  for await (const { pk, sk } of everyItem({ index: 'content', pk: 'emails' })) {
    if (sk !== 'CURRENT') continue
    const { live } = await pointerFrom(await getItem(currentKey('emails', String(pk).split('#')[2] ?? '')))
    if (live) found.push(currentItem.parse(live))
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1))
}
