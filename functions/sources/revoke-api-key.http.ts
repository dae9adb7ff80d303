import { sourceRoutes } from '../../core/sources/routes.ts'
import { apiKeyKey } from '../aws/keys.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { removeOne } from '../webhooks/removable-items.ts'

/** `DELETE /api-keys/{keyId}`: nothing more is taken with it from now; the same again. What it posted stays. */
export const handler = onRequest(sourceRoutes.revokeApiKey, async ({ params: { keyId }, caller }) => {
  if (await removeOne(apiKeyKey(keyId))) log.warn('an API key was revoked', { keyId, by: caller.name })
  return answer(204)
})
