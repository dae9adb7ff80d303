import { type Delivery, dueOf, newDelivery } from '../../core/webhooks/delivery.ts'
import { toldKinds, typeOf } from '../../core/webhooks/event-types.ts'
import { type BusEvent, messageOf } from '../../core/webhooks/message.ts'
import { hears, type Webhook } from '../../core/webhooks/webhook.ts'
import { publishAll } from '../aws/bus.ts'
import { now } from '../runtime/clock.ts'
import { onEventsWith } from '../runtime/on-event.ts'
import { isForgotten } from './is-forgotten.ts'
import { allWebhooks, putDelivery, readDelivery } from './webhook-items.ts'

/** On whatever webhooks may be told: writes down a delivery for each that hears of it, once, and has it tried. */
export const handler = onEventsWith(toldKinds, allWebhooks, queueDeliveries)

async function queueDeliveries(event: BusEvent, webhooks: readonly Webhook[]): Promise<void> {
  const type = typeOf(event.name)
  const listening = type ? webhooks.filter((one) => hears(one, type)) : []
  const message = listening.length > 0 ? messageOf(event) : undefined
  if (!message || (await isForgotten(message.leadId))) return
  const due: Delivery[] = []
  for (const { webhookId } of listening) {
    const one = newDelivery(message, webhookId, now())
    const isNew = await putDelivery(one)
    // Who died before saying so says it now; where it was tried since, saying it again does nothing.
    if (isNew || (await readDelivery(webhookId, one.messageId, one.leadId))?.made === 0) due.push(one)
  }
  await publishAll(due.map(dueOf))
}
