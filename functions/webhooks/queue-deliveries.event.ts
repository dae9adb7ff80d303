import {
  ContentPublished,
  EnrolmentChanged,
  HandoffChanged,
  LeadChanged,
  LeadErased,
  LeadQualified,
  LeadScored,
} from '../../core/events.ts'
import { newDelivery } from '../../core/webhooks/delivery.ts'
import { typeOf } from '../../core/webhooks/event-types.ts'
import { HandoffDescribed, WebhookDue } from '../../core/webhooks/events.ts'
import { type BusEvent, messageOf } from '../../core/webhooks/message.ts'
import { hears } from '../../core/webhooks/webhook.ts'
import { publishAll } from '../aws/bus.ts'
import { now } from '../runtime/clock.ts'
import { onEvent } from '../runtime/on-event.ts'
import { isForgotten } from './is-forgotten.ts'
import { allWebhooks, putDelivery, readDelivery } from './webhook-items.ts'

/** On whatever webhooks may be told: writes down a delivery for each that hears of it, once, and has it tried. */
export const handler = onEvent(
  [
    LeadChanged,
    LeadScored,
    LeadQualified,
    LeadErased,
    EnrolmentChanged,
    HandoffChanged,
    HandoffDescribed,
    ContentPublished,
  ],
  queueDeliveries,
)

async function queueDeliveries(event: BusEvent): Promise<void> {
  const type = typeOf(event.name)
  const listening = type ? (await allWebhooks()).filter((one) => hears(one, type)) : []
  const message = listening.length > 0 ? messageOf(event) : undefined
  if (!message || (await isForgotten(message.leadId))) return
  const due: { webhookId: string; messageId: string; leadId?: string; made: number }[] = []
  for (const { webhookId } of listening) {
    const one = newDelivery(message, webhookId, now())
    const isNew = await putDelivery(one)
    const { messageId, leadId } = one
    // Who died before saying so says it now; where it was tried since, saying it again does nothing.
    const untried = isNew || (await readDelivery(webhookId, messageId, leadId))?.made === 0
    if (untried) due.push({ webhookId, messageId, ...(leadId && { leadId }), made: 0 })
  }
  await publishAll(due.map((detail) => ({ kind: WebhookDue, detail })))
}
