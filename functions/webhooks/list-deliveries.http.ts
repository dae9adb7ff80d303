import { delivery, shownDelivery } from '../../core/webhooks/delivery.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { getItem } from '../aws/table.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { logPage } from './log-of-webhook.ts'
import { findWebhook } from './webhook-items.ts'

/** `GET /webhooks/{webhookId}/deliveries`: the log, newest first. A page that asks for one state may be short or empty and still have a next. */
export const handler = onRequest(webhookRoutes.listDeliveries, async ({ params, query: { state, ...query } }) => {
  await findWebhook(params.webhookId)
  const { keys, next } = await withCursor(() => logPage(params.webhookId, { ...query, newestFirst: true }))
  const found = (await Promise.all(keys.map((key) => getItem(key)))).filter((one) => one !== undefined)
  const items = found.map((one) => delivery.parse(one)).filter((one) => state === undefined || one.state === state)
  return { items: items.map(shownDelivery), ...(next && { next }) }
})
