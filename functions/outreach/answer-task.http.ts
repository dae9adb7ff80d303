import { outreachRoutes } from '../../core/outreach/routes.ts'
import { readTouchName, shownTask } from '../../core/outreach/touch.ts'
import { callerId } from '../handoff/find-handoff.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { answerTaskOnce } from './answer-task-once.ts'

/** `POST /tasks/{taskId}/answer`: the first answer goes to the sequence; a late one is kept and answered 409 with what counts. */
export const handler = onRequest(outreachRoutes.answerTask, async ({ params, body, caller }) =>
  shownTask(await answerTaskOnce(readTouchName(params.taskId), { ...body, by: callerId(caller) }), now()),
)
