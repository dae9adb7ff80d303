import { toInstant } from '../../core/names.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { outcomeSourceKey } from '../aws/keys.ts'
import { updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'

/** `DELETE /outcome-sources/{sourceId}`: nothing more is taken from it; the same again. What it reported stays. */
export const handler = onRequest(webhookRoutes.deleteOutcomeSource, async ({ params: { sourceId }, caller }) => {
  const isThere = {
    text: 'attribute_exists(pk) AND attribute_not_exists(#removed)',
    names: { '#removed': 'removedAt' },
  }
  if (await updateItem(outcomeSourceKey(sourceId), { set: { removedAt: toInstant(now()) } }, isThere))
    log.warn('a source of outcomes was removed', { sourceId, by: caller.name })
  return answer(204)
})
