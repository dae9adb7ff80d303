import { outreachRoutes } from '../../core/outreach/routes.ts'
import { providerKey } from '../aws/keys.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { removeOne } from '../webhooks/removable-items.ts'

/** `DELETE /providers/{providerId}`: nothing more is sent by it, nothing more is taken from it; the same again. */
export const handler = onRequest(outreachRoutes.deleteProvider, async ({ params: { providerId }, caller }) => {
  if (await removeOne(providerKey(providerId)))
    log.warn('a provider of messages was removed', { providerId, by: caller.name })
  return answer(204)
})
