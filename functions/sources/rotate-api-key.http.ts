import { keyText } from '../../core/sources/api-key.ts'
import { sourceRoutes } from '../../core/sources/routes.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { rotatedOnce } from '../webhooks/rotated-once.ts'
import { findKey, newSecret, writeKey } from './api-key-items.ts'

/** `POST /api-keys/{keyId}/rotate`: what comes with the old secret is taken, too, until the overlap ends. */
export const handler = onRequest(sourceRoutes.rotateApiKey, async ({ params: { keyId }, body, caller }) => {
  let secret = ''
  const make = (madeAt: string) => {
    const made = newSecret(madeAt)
    secret = made.secret
    return made.kept
  }
  const { until } = await rotatedOnce(await findKey(keyId), body.overlap, make, writeKey)
  log.warn('an API key was rotated', { keyId, by: caller.name })
  return { apiKey: keyText(keyId, secret), previousUntil: until }
})
