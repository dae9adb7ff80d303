import { fromInstant, toInstant } from '../../core/names.ts'
import { WebhookDisabled } from '../../core/webhooks/events.ts'
import type { Webhook } from '../../core/webhooks/webhook.ts'
import { announce, announcement, announcing } from '../aws/announce.ts'
import { webhookKey } from '../aws/keys.ts'
import { ifPresent, ifRev, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'

const hourMs = 3_600_000
/** A receiver that hangs holds a function for as long as it may; for this long it gets nothing, so that others are not kept waiting. */
const restMs = 60_000

/** It took a message; written down once an hour. */
export async function noteTaken({ webhookId, tookAt }: Webhook): Promise<void> {
  const nowMs = now()
  if (tookAt && fromInstant(tookAt) > nowMs - hourMs) return
  await updateItem(webhookKey(webhookId), { set: { tookAt: toInstant(nowMs) } }, ifPresent)
}

/** It let a message wait until the deadline. */
export async function noteRest({ webhookId }: Webhook): Promise<void> {
  await updateItem(webhookKey(webhookId), { set: { restsUntil: toInstant(now() + restMs) } }, ifPresent)
}

/** Gives a webhook up and has its contact told; nothing where somebody changed it meanwhile. */
export async function disable(webhook: Webhook, reason: string): Promise<void> {
  const { webhookId, rev } = webhook
  const at = toInstant(now())
  const key = webhookKey(webhookId)
  const owed = announcing([announcement(WebhookDisabled, { webhookId, reason, at })], now())
  const stored = await updateItem(
    key,
    { set: { enabled: false, disabled: { reason, at }, rev: rev + 1, ...owed } },
    ifRev(rev),
  )
  if (stored) await announce(key, stored, [WebhookDisabled])
}
