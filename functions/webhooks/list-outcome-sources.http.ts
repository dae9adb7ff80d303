import { toInstant } from '../../core/names.ts'
import { shownSource } from '../../core/webhooks/outcome.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { allSources } from './outcome-items.ts'

/** `GET /outcome-sources`. */
export const handler = onRequest(webhookRoutes.listOutcomeSources, async () => {
  const at = toInstant(now())
  return { items: (await allSources()).map((one) => shownSource(one, at)) }
})
