import { toInstant } from '../../core/names.ts'
import { shownProvider } from '../../core/outreach/provider.ts'
import { outreachRoutes } from '../../core/outreach/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { allProviders } from './provider-items.ts'

/** `GET /providers`. */
export const handler = onRequest(outreachRoutes.listProviders, async () => {
  const at = toInstant(now())
  return { items: (await allProviders()).map((one) => shownProvider(one, at)) }
})
