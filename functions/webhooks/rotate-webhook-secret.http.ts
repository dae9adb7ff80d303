import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { signingSecret } from '../../core/webhooks/signing-secret.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { rotatedOnce } from './rotated-once.ts'
import { findWebhook, newSecret, writeWebhook } from './webhook-items.ts'

/** `POST /webhooks/{webhookId}/rotate-secret`: messages are signed with the old secret, too, until the overlap ends. */
export const handler = onRequest(webhookRoutes.rotateWebhookSecret, async ({ params, body, caller }) => {
  const { made, until } = await rotatedOnce(await findWebhook(params.webhookId), body.overlap, newSecret, writeWebhook)
  log.warn('the secret of a webhook was changed', { webhookId: params.webhookId, by: caller.name })
  return { secret: signingSecret(made, await tokenKeys()), previousUntil: until }
})
