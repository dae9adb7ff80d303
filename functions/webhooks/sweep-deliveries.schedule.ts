import { toInstant } from '../../core/names.ts'
import { type Delivery, delivery, dueOf } from '../../core/webhooks/delivery.ts'
import { publishAll } from '../aws/bus.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { onSchedule } from '../runtime/on-schedule.ts'

/** What the bus takes in one call. */
const atOnce = 10

/** Every 5 minutes: has the messages tried again whose time came, and those that a function left when it died. */
export const handler = onSchedule(async () => {
  let asked = 0
  let due: Delivery[] = []
  const tell = async () => {
    await publishAll(due.map(dueOf))
    asked += due.length
    due = []
  }
  for await (const { pk, sk } of everyItem({
    index: 'due',
    pk: 'webhook',
    between: { from: '0', to: toInstant(now()) },
  })) {
    const item = await getItem({ pk: String(pk), sk: String(sk) })
    if (item) due.push(delivery.parse(item))
    if (due.length >= atOnce) await tell()
  }
  await tell()
  return { asked }
})
