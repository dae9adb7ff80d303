import { toInstant } from '../../core/names.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { shownWebhook } from '../../core/webhooks/webhook.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { allWebhooks } from './webhook-items.ts'

/** `GET /webhooks`. */
export const handler = onRequest(webhookRoutes.listWebhooks, async () => {
  const at = toInstant(now())
  return { items: (await allWebhooks()).map((one) => shownWebhook(one, at)) }
})
