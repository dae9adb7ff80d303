import { toInstant } from '../../core/names.ts'
import { type Answered, answerTask } from '../../core/outreach/answer-task.ts'
import { resultFact } from '../../core/outreach/result-fact.ts'
import { outreachRoutes } from '../../core/outreach/routes.ts'
import { readTouchName, shownTask } from '../../core/outreach/touch.ts'
import { callerId } from '../handoff/find-handoff.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { isForgotten } from '../webhooks/is-forgotten.ts'
import { changeTouch } from './touch-items.ts'

/** `POST /tasks/{taskId}/answer`: the first answer goes to the sequence; a late one is kept and answered 409 with what counts. */
export const handler = onRequest(outreachRoutes.answerTask, async ({ params, body, caller }) => {
  const { leadId, touchId } = readTouchName(params.taskId)
  if (await isForgotten(leadId)) throw new Problem(404, 'There is no such task.')
  const given = { ...body, by: callerId(caller), at: toInstant(now()) }
  let answered: Answered | undefined
  const task = await changeTouch(leadId, touchId, (read) => {
    if (read.kind !== 'task' || read.state === 'skipped') return undefined
    answered = answerTask(read, given)
    if (answered.verdict === 'first') {
      return { change: answered.change, facts: [resultFact(read, 'task-answered', given.answer, given.at)] }
    }
    return answered.verdict === 'late' ? { change: answered.change } : undefined
  })
  if (!task || !answered) throw new Problem(404, 'There is no such task.')
  if (answered.verdict === 'problem') {
    throw new Problem(422, 'Some of the input is not valid.', {
      errors: [{ pointer: '/answer', detail: answered.problem }],
    })
  }
  if (answered.verdict === 'late') {
    const { state, answer, result } = task
    const why = answer ? 'This task was answered already.' : 'Nobody waits for this task any more.'
    throw new Problem(409, `${why} Yours is kept as late.`, { extra: { state, answer, result } })
  }
  return shownTask(task, now())
})
