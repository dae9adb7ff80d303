import { timingSafeEqual } from 'node:crypto'
import { toInstant } from '../../core/names.ts'
import type { KeyScope } from '../../core/route.ts'
import { type ApiKey, hashesInForce, hashOf, keyIn, mayDo } from '../../core/sources/api-key.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { noteUse, readKey } from './api-key-items.ts'

/**
 * The API key that a call is made with; undefined where it comes with none. Throws a {@link Problem} 401 for one that is not known, not any more, or wrong, all
 * alike, and 403 for one without this scope.
 */
export async function keyThatCalls(authorization: string | undefined, scope: KeyScope): Promise<ApiKey | undefined> {
  const given = keyIn(authorization)
  if (!given) return undefined
  const key = await readKey(given.keyId)
  const hashes = key ? hashesInForce(key, toInstant(now())) : []
  const isKnown = hashes.map((hash) => isSame(hashOf(given.secret), hash)).includes(true)
  if (!key || !isKnown) throw new Problem(401, 'This API key is not known here, or not any more.')
  if (!mayDo(key, scope)) throw new Problem(403, `This API key may not do this: it lacks the scope ${scope}.`)
  await noteUse(key, now())
  return key
}

/** Both are hashes, so of one length. */
function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
