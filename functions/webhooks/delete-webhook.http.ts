import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { webhookKey } from '../aws/keys.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { removeOne } from './removable-items.ts'

/** `DELETE /webhooks/{webhookId}`: nothing more is sent, and its secrets count no more; the same again. What waits is skipped; the table forgets it with its log. */
export const handler = onRequest(webhookRoutes.deleteWebhook, async ({ params: { webhookId }, caller }) => {
  if (await removeOne(webhookKey(webhookId))) log.warn('a webhook was removed', { webhookId, by: caller.name })
  return answer(204)
})
