import { toInstant } from '../../core/names.ts'
import { shownKey } from '../../core/sources/api-key.ts'
import { sourceRoutes } from '../../core/sources/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { allKeys } from './api-key-items.ts'

/** `GET /api-keys`: the newest first. */
export const handler = onRequest(sourceRoutes.listApiKeys, async () => {
  const at = toInstant(now())
  const keys = (await allKeys()).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  return { items: keys.map((one) => shownKey(one, at)) }
})
