import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { outcomeSourceKey } from '../aws/keys.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { removeOne } from './removable-items.ts'

/** `DELETE /outcome-sources/{sourceId}`: nothing more is taken from it; the same again. What it reported stays. */
export const handler = onRequest(webhookRoutes.deleteOutcomeSource, async ({ params: { sourceId }, caller }) => {
  if (await removeOne(outcomeSourceKey(sourceId)))
    log.warn('a source of outcomes was removed', { sourceId, by: caller.name })
  return answer(204)
})
