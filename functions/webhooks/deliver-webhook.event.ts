import { toInstant } from '../../core/names.ts'
import { attempted, claimed, type Delivery, isTaken, skipped } from '../../core/webhooks/delivery.ts'
import { WebhookDue } from '../../core/webhooks/events.ts'
import type { Webhook } from '../../core/webhooks/webhook.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onEvent } from '../runtime/on-event.ts'
import { disable, noteRest, noteTaken } from './health-of-webhook.ts'
import { isForgotten } from './is-forgotten.ts'
import { postSigned } from './post-signed.ts'
import { readDelivery, readWebhook, writeDelivery } from './webhook-items.ts'

/** On `WebhookDue`: tries one message once. The claim before it decides who does; at least once, never twice by one claim. */
export const handler = onEvent([WebhookDue], async ({ detail }) => {
  const read = await readDelivery(detail.webhookId, detail.messageId, detail.leadId)
  if (read?.state !== 'pending' || read.made !== detail.made) return
  const webhook = await readWebhook(read.webhookId)
  if (!webhook?.enabled)
    return void (await writeDelivery(skipped(read, webhook ? 'the webhook is off' : 'no such webhook'), read))
  // What is held of an erased person is being deleted; nothing is written about them either.
  if (await isForgotten(read.leadId)) return
  if (webhook.restsUntil && webhook.restsUntil > toInstant(now())) return void (await putOff(read, webhook.restsUntil))
  const claim = claimed(read, now())
  if (!claim) return endUnseen(read, webhook)
  if (await writeDelivery(claim, read)) await tryOnce(claim, webhook)
})

async function tryOnce(claim: Delivery, webhook: Webhook): Promise<void> {
  const attempt = await postSigned(claim, webhook)
  const after = attempted(claim, attempt, now())
  await writeDelivery(after, claim)
  if (isTaken(attempt)) return noteTaken(webhook)
  const { webhookId, messageId } = claim
  log.info('a webhook did not take a message', { webhookId, messageId, status: attempt.status, error: attempt.error })
  if (attempt.status === 410) return disable(webhook, 'it answered 410 Gone')
  if (attempt.error === 'timeout') await noteRest(webhook)
  if (after.state === 'failed') await giveUpWhereDead(claim, webhook)
}

/** Its last try was claimed and nobody saw the end of it. */
async function endUnseen(read: Delivery, webhook: Webhook): Promise<void> {
  const { nextAt: _, ...rest } = read
  if (await writeDelivery({ ...rest, state: 'failed' }, read)) await giveUpWhereDead(read, webhook)
}

/** Three days of tries came to nothing: where nothing else came through since they began either, the webhook is given up. */
async function giveUpWhereDead({ begunAt }: Delivery, webhook: Webhook): Promise<void> {
  if (webhook.enabledAt > begunAt || (webhook.tookAt ?? '') >= begunAt) return
  await disable(webhook, 'it took nothing for three days')
}

/** Does not count as a try. */
function putOff(read: Delivery, until: string): Promise<boolean> {
  return writeDelivery({ ...read, nextAt: until }, read)
}
