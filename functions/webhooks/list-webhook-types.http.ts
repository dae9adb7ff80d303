import { catalogue } from '../../core/webhooks/event-types.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { onRequest } from '../runtime/on-request.ts'

/** `GET /webhook-types`: what can be subscribed to, with the schema of each message. */
export const handler = onRequest(webhookRoutes.listWebhookTypes, async () => ({ items: catalogue() }))
