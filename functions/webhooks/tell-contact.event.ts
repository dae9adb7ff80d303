import { directionOf } from '../../core/content/direction.ts'
import { metricNames } from '../../core/metrics.ts'
import { webhookNotice } from '../../core/webhooks/contact-words.ts'
import { WebhookDisabled } from '../../core/webhooks/events.ts'
import { env } from '../aws/env.ts'
import { webhookKey } from '../aws/keys.ts'
import { deliver } from '../aws/mailer.ts'
import { updateItem } from '../aws/table.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { onEvent } from '../runtime/on-event.ts'
import { escapeHtml } from '../runtime/page.ts'
import { readUser } from '../staff/directory.ts'
import { readWebhook } from './webhook-items.ts'

/** On `WebhookDisabled`: raises the alarm, and mails whoever answers for the webhook, once. Should the mail get lost, the alarm is there. */
export const handler = onEvent([WebhookDisabled], async ({ detail: { webhookId, reason, at } }) => {
  const webhook = await readWebhook(webhookId)
  if (webhook?.disabled?.at !== at) return
  const isFirst = await updateItem(
    webhookKey(webhookId),
    { set: { toldOf: at } },
    {
      text: 'attribute_exists(pk) AND (attribute_not_exists(#toldOf) OR #toldOf <> :at)',
      names: { '#toldOf': 'toldOf' },
      values: { ':at': at },
    },
  )
  if (!isFirst) return
  measure(metricNames.webhooksDisabled)
  const contact = await readUser(webhook.contact)
  if (!contact?.active) return log.error('a webhook was given up, and nobody answers for it', { webhookId })
  const letter = letterOf(webhookNotice({ webhookId, reason, locale: contact.locale }))
  const tags = { basis: 'staff', template: 'webhook-disabled', staff: contact.userId }
  const { result } = await deliver({ to: contact.email, ...letter, tags })
  if (result !== 'accepted') log.error('the contact of a webhook was not told that it is off', { webhookId, result })
})

function letterOf({ subject, paragraphs, locale }: ReturnType<typeof webhookNotice>) {
  const all = [...paragraphs, `${env('COMPANY')}, ${env('POSTAL_ADDRESS')}`]
  const body = all.map((one) => `<p>${escapeHtml(one)}</p>`).join('')
  const html = `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><body>${body}</body></html>`
  return { subject, text: all.join('\n\n'), html }
}
