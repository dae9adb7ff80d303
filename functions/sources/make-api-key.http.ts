import { toInstant } from '../../core/names.ts'
import { type ApiKey, keyText, shownKey } from '../../core/sources/api-key.ts'
import { sourceRoutes } from '../../core/sources/routes.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { allKeys, newKeyId, newSecret, writeKey } from './api-key-items.ts'

const keysAtMost = 100

/** `POST /api-keys`: the answer alone holds the key. Who does not get it makes another, and revokes this one. */
export const handler = onRequest(sourceRoutes.makeApiKey, async ({ body: { name, scopes, source }, caller }) => {
  if ((await allKeys()).length >= keysAtMost)
    throw new Problem(409, `There are ${keysAtMost} keys, which is as many as there may be: revoke what nobody uses.`)
  const at = toInstant(now())
  const { secret, kept } = newSecret(at)
  const one: ApiKey = {
    keyId: newKeyId(),
    name,
    scopes: [...new Set(scopes)],
    ...(source && { source }),
    secrets: [kept],
    createdAt: at,
    createdBy: caller.name,
    rev: 0,
  }
  if (!(await writeKey(one, undefined))) throw new Problem(409, 'This could not be made at the moment. Try again.')
  log.warn('an API key was made', { keyId: one.keyId, scopes: one.scopes, by: caller.name })
  return answer(201, { ...shownKey(one, at), apiKey: keyText(one.keyId, secret) })
})
