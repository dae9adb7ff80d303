import { toInstant } from '../../core/names.ts'
import { type Answered, answerTask } from '../../core/outreach/answer-task.ts'
import { resultFact } from '../../core/outreach/result-fact.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import { now } from '../runtime/clock.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { isForgotten } from '../webhooks/is-forgotten.ts'
import { changeTouch } from './touch-items.ts'

/**
 * Stores what one of the staff says of a task, of which the first counts; throws a {@link Problem} 404 where there is no such task, 422 for an answer that it does not
 * take, and 409 with what counts for one that came too late, which is kept.
 */
export async function answerTaskOnce(
  { leadId, touchId }: { leadId: string; touchId: string },
  said: { readonly answer: string; readonly note?: string | undefined; readonly by: string },
): Promise<Touch> {
  if (await isForgotten(leadId)) throw new Problem(404, 'There is no such task.')
  const given = { ...said, at: toInstant(now()) }
  let answered: Answered | undefined
  const task = await changeTouch(leadId, touchId, (read) => {
    if (read.kind !== 'task' || read.state === 'skipped') return undefined
    answered = answerTask(read, given)
    if (answered.verdict === 'first') {
      return { change: answered.change, facts: [resultFact(read, 'task-answered', given.answer, given.at)] }
    }
    return answered.verdict === 'late' && answered.change ? { change: answered.change } : undefined
  })
  if (!task || !answered) throw new Problem(404, 'There is no such task.')
  if (answered.verdict === 'problem') {
    throw notValid([{ pointer: '/answer', detail: answered.problem }])
  }
  if (answered.verdict === 'late') {
    const { state, answer, result } = task
    const why = answer ? 'This task was answered already.' : 'Nobody waits for this task any more.'
    throw new Problem(409, `${why} Yours is kept as late.`, { extra: { state, answer, result } })
  }
  return task
}
