import { outreachRoutes } from '../../core/outreach/routes.ts'
import { signingSecret } from '../../core/webhooks/signing-secret.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { rotatedOnce } from '../webhooks/rotated-once.ts'
import { newSecret } from '../webhooks/webhook-items.ts'
import { findProvider, writeProvider } from './provider-items.ts'

/** `POST /providers/{providerId}/rotate-secret`: messages are signed with both, and callbacks with either are taken, until the overlap ends. */
export const handler = onRequest(
  outreachRoutes.rotateProviderSecret,
  async ({ params: { providerId }, body, caller }) => {
    const { made, until } = await rotatedOnce(await findProvider(providerId), body.overlap, newSecret, writeProvider)
    log.warn('the secret of a provider of messages was changed', { providerId, by: caller.name })
    return { secret: signingSecret(made, await tokenKeys()), previousUntil: until }
  },
)
