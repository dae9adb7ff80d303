import { type DeadLetterQueue, deadLetterOf } from '../../core/insight/dead-letters.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { type DeadLetterQueueAt, deadLetterQueues, receive } from '../aws/dead-letter-queues.ts'
import { onRequest } from '../runtime/on-request.ts'

/** `GET /dead-letters`: what could not be handled, by queue, with a look at some of it; never the bodies. */
export const handler = onRequest(insightRoutes.listDeadLetters, async () => {
  const queues = await deadLetterQueues()
  return { items: await Promise.all(queues.map(shown)) }
})

async function shown(queue: DeadLetterQueueAt): Promise<DeadLetterQueue> {
  const { name, kind, messages } = queue
  const sample = messages > 0 ? await receive(queue, 0) : []
  return { queue: name, kind, messages, sample: sample.map(deadLetterOf) }
}
