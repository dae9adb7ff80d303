import { insightRoutes } from '../../core/insight/routes.ts'
import {
  type DeadLetterQueueAt,
  deadLetterQueue,
  isOwnQueue,
  putBack,
  receive,
  startMoving,
} from '../aws/dead-letter-queues.ts'
import { log } from '../runtime/log.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'

/** A call of the API ends after 15 s: what is left then is moved by the next one. */
const movingMs = 8_000
/** Longer than a call may take: nobody else moves the same message meanwhile. */
const hiddenSeconds = 60

/** `POST /dead-letters/{queue}/redrive`: dead letters go back to the queue that they were meant for. Everything is safe to come twice. */
export const handler = onRequest(insightRoutes.redriveDeadLetters, async ({ params, caller }) => {
  const queue = await deadLetterQueue(params.queue)
  if (!queue) throw new Problem(404, 'There is no such dead-letter queue.')
  log.warn('dead letters are redriven', { queue: queue.name, kind: queue.kind, by: caller.username })
  if (queue.kind === 'schedule') {
    throw new Problem(409, 'A tick of a schedule is not sent again: the next one does all the work that was left.')
  }
  if (queue.kind === 'rule') return answer(202, { queue: queue.name, ...(await moveBack(queue)) })
  await startMoving(queue)
  return answer(202, { queue: queue.name, messages: queue.messages })
})

/** EventBridge wrote on each message where it belongs; SQS itself moves messages only for queues that redrive to one another. */
async function moveBack(queue: DeadLetterQueueAt): Promise<{ moved: number; more: boolean }> {
  const startedMs = performance.now()
  let moved = 0
  while (performance.now() - startedMs < movingMs) {
    const messages = await receive(queue, hiddenSeconds)
    if (messages.length === 0) return { moved, more: false }
    for (const message of messages) {
      const target = message.marks.TARGET_ARN
      if (!isOwnQueue(target)) {
        throw new Problem(409, 'A message does not say which queue it belongs to; EventBridge did not put it here.')
      }
      await putBack(queue, message, target)
      moved += 1
    }
  }
  return { moved, more: true }
}
