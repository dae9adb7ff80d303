import { type Delivery, delivery, dueOf, replayed } from '../../core/webhooks/delivery.ts'
import { webhookRoutes } from '../../core/webhooks/routes.ts'
import { publishAll } from '../aws/bus.ts'
import { deliveryKey, type Key } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { withCursor } from '../runtime/cursor.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { isForgotten } from './is-forgotten.ts'
import { logPage } from './log-of-webhook.ts'
import { findWebhook, readDelivery, writeDelivery } from './webhook-items.ts'

const atOnce = 100

/** `POST /webhooks/{webhookId}/replay`: the same messages with the same ids once more, tried as new ones are; those that are still being tried are left alone. */
export const handler = onRequest(webhookRoutes.replayDeliveries, async ({ params: { webhookId }, body, caller }) => {
  const { enabled } = await findWebhook(webhookId)
  if (!enabled) throw new Problem(409, 'The webhook is switched off: switch it on before anything is sent again.')
  if ('messageId' in body) {
    const { messageId, leadId } = body
    if (!(await readDelivery(webhookId, messageId, leadId)))
      throw new Problem(404, 'There is no such message: give messageId and leadId as the log of this webhook has them.')
    return answer(202, { replayed: await replay([deliveryKey(webhookId, messageId, leadId)], undefined, caller.name) })
  }
  const { state, ...span } = body
  const { keys, next } = await withCursor(() => logPage(webhookId, { ...span, limit: atOnce, newestFirst: false }))
  return answer(202, { replayed: await replay(keys, state, caller.name), ...(next && { next }) })
})

/** Answers how many are tried again. */
async function replay(keys: readonly Key[], state: Delivery['state'] | undefined, by: string): Promise<number> {
  const again: Delivery[] = []
  for (const key of keys) {
    const item = await getItem(key)
    const read = item && delivery.parse(item)
    if (!read || read.state === 'pending' || (state && read.state !== state)) continue
    if (await isForgotten(read.leadId)) continue
    const anew = replayed(read, by, now())
    if (await writeDelivery(anew, read)) again.push(anew)
  }
  await publishAll(again.map(dueOf))
  return again.length
}
