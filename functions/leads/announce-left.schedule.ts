import { toInstant } from '../../core/names.ts'
import { announce, unannounced } from '../aws/announce.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { mailboxEvents } from '../consent/change-mailbox.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { leadEvents } from './change-lead.ts'

/** A change is normally told within a second; what is owed longer than this was left by a function that died. */
const leftAfterMs = 30_000

/** Each minute: publishes what changes of state still owe the bus. */
export const handler = onSchedule(async () => {
  let published = 0
  const before = toInstant(now() - leftAfterMs)
  for await (const { pk, sk } of everyItem({
    index: 'unannounced',
    pk: unannounced,
    between: { from: '0', to: before },
  })) {
    const key = { pk: String(pk), sk: String(sk) }
    const item = await getItem(key)
    if (!item?.announcements) continue
    await announce(key, item, [...leadEvents, ...mailboxEvents])
    published += 1
  }
  if (published > 0) log.warn('told the bus what had been left untold', { published })
  return { published }
})
