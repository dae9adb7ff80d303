import { randomBytes } from 'node:crypto'
import { type Delivery, delivery, keptMs } from '../../core/webhooks/delivery.ts'
import type { SharedSecret } from '../../core/webhooks/signing-secret.ts'
import { type Webhook, webhook } from '../../core/webhooks/webhook.ts'
import { deliveryBox, deliveryKey, webhookKey } from '../aws/keys.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { getItem, type Item, ifAbsent, putItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { allOf, readOne, writeOne } from './removable-items.ts'

/** All webhooks in one read; those that were removed are not there any more. */
export function allWebhooks(): Promise<Webhook[]> {
  return allOf(webhook, webhookKey(''))
}

/** One webhook; undefined when there is none, or none any more. */
export function readWebhook(webhookId: string): Promise<Webhook | undefined> {
  return readOne(webhook, webhookKey(webhookId))
}

/** One webhook; throws a {@link Problem} 404. */
export async function findWebhook(webhookId: string): Promise<Webhook> {
  const found = await readWebhook(webhookId)
  if (!found) throw new Problem(404, 'There is no such webhook.')
  return found
}

/** Writes a webhook on condition that nobody did since it was read (`before`); false when somebody did. */
export function writeWebhook(one: Webhook, before: Webhook | undefined): Promise<boolean> {
  return writeOne(webhookKey(one.webhookId), one, before)
}

/** A secret that nobody has had yet. */
export async function newSecret(madeAt: string): Promise<SharedSecret> {
  return { salt: randomBytes(24).toString('base64url'), key: (await tokenKeys()).current, madeAt }
}

/** The attributes of a delivery beside what it is: where a clock must look, its place in the log, and when it is forgotten. */
function placesOfDelivery({ webhookId, messageId, at, nextAt }: Delivery): Item {
  return {
    dueKind: nextAt && 'webhook',
    dueAt: nextAt,
    box: deliveryBox(webhookId),
    boxOrder: `${at}#${messageId}`,
    expiresAt: Math.floor((now() + keptMs) / 1_000),
  }
}

export async function readDelivery(
  webhookId: string,
  messageId: string,
  leadId?: string,
): Promise<Delivery | undefined> {
  const item = await getItem(deliveryKey(webhookId, messageId, leadId))
  return item && delivery.parse(item)
}

/** Puts a delivery that is not there yet; false when it is. */
export function putDelivery(one: Delivery): Promise<boolean> {
  return putItem(keyOf(one), { ...one, ...placesOfDelivery(one) }, ifAbsent)
}

/**
 * Writes what became of a delivery on condition that it stands as it was read; false when another was first, or when it was erased with its lead. Whether a
 * try was another's is told by their number, whether it ended by the state, and whether somebody asked again by when its tries began.
 */
export function writeDelivery(one: Delivery, read: Delivery): Promise<boolean> {
  return putItem(
    keyOf(one),
    { ...one, ...placesOfDelivery(one) },
    {
      text: '#made = :made AND #state = :state AND #begunAt = :begunAt',
      names: { '#made': 'made', '#state': 'state', '#begunAt': 'begunAt' },
      values: { ':made': read.made, ':state': read.state, ':begunAt': read.begunAt },
    },
  )
}

function keyOf({ webhookId, messageId, leadId }: Delivery) {
  return deliveryKey(webhookId, messageId, leadId)
}
