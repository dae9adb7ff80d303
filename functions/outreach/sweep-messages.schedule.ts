import { toInstant } from '../../core/names.ts'
import { TouchDue } from '../../core/outreach/events.ts'
import { touch } from '../../core/outreach/touch.ts'
import { publish } from '../aws/bus.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { messageKind } from './touch-items.ts'

/** Every 5 minutes: has the messages tried again that their providers did not take and whose time came. */
export const handler = onSchedule(async () => {
  let asked = 0
  const due = { index: 'due', pk: messageKind, between: { from: '0', to: toInstant(now()) } } as const
  for await (const { pk, sk } of everyItem(due)) {
    const item = await getItem({ pk: String(pk), sk: String(sk) })
    if (!item) continue
    const { leadId, touchId, kind, tries = 0 } = touch.parse(item)
    await publish(TouchDue, { leadId, touchId, kind, tries })
    asked += 1
  }
  return { asked }
})
