import { AccountQualified, BroadcastRequested, ContentPublished, InFlightRequested } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { TouchDue } from '../../core/outreach/events.ts'
import { WebhookDisabled } from '../../core/webhooks/events.ts'
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
  let [published, failed] = [0, 0]
  const before = toInstant(now() - leftAfterMs)
  for await (const { pk, sk } of everyItem({
    index: 'unannounced',
    pk: unannounced,
    between: { from: '0', to: before },
  })) {
    const key = { pk: String(pk), sk: String(sk) }
    const item = await getItem(key)
    if (!item?.announcements) continue
    try {
      await announce(key, item, [
        ...leadEvents,
        ...mailboxEvents,
        ContentPublished,
        BroadcastRequested,
        InFlightRequested,
        WebhookDisabled,
        AccountQualified,
        TouchDue,
      ])
      published += 1
    } catch (error) {
      // One that can't be told must not keep the others waiting.
      failed += 1
      log.error('what is owed could not be told', { key, error: error as Error })
    }
  }
  if (published > 0) log.warn('told the bus what had been left untold', { published })
  if (failed > 0) throw new Error(`${failed} items still owe what could not be told`)
  return { published }
})
