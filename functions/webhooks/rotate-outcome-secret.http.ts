import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { apiKey, signingSecret } from '../../core/webhooks/signing-secret.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { findSource, writeSource } from './outcome-items.ts'
import { rotatedOnce } from './rotated-once.ts'
import { newSecret } from './webhook-items.ts'

/** `POST /outcome-sources/{sourceId}/rotate-secret`: what is signed with the old secret is taken, too, until the overlap ends. */
export const handler = onRequest(webhookRoutes.rotateOutcomeSecret, async ({ params: { sourceId }, body, caller }) => {
  const { made, until } = await rotatedOnce(await findSource(sourceId), body.overlap, newSecret, writeSource)
  log.warn('the secret of a source of outcomes was changed', { sourceId, by: caller.name })
  const keys = await tokenKeys()
  return { secret: signingSecret(made, keys), apiKey: apiKey(made, keys), previousUntil: until }
})
