import { outreachRoutes, postedTaskAnswer } from '../../core/outreach/routes.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { html } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { answerTaskOnce } from './answer-task-once.ts'
import { findTaskByLink } from './task-links.ts'
import { taskPage } from './task-page.ts'
import { readTouch } from './touch-items.ts'

/** `POST /task/{token}`: the answer of whom the link was mailed to; a page says what became of it, in that person's language. */
export const handler = onFormPost(outreachRoutes.postTaskAnswer, async ({ params, body }) => {
  const { task, lead, reader } = await findTaskByLink(params.token)
  const given = postedTaskAnswer.safeParse(body)
  if (!given.success) return html(await taskPage(task, lead, reader, 'choose'), 422)
  try {
    return html(
      await taskPage(await answerTaskOnce(task, { ...given.data, by: reader.userId }), lead, reader, 'stored'),
    )
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 422) return html(await taskPage(task, lead, reader, 'choose'), 422)
    if (error.status !== 409) throw error
    // As it is now: somebody was first.
    const now = (await readTouch(task.leadId, task.touchId)) ?? task
    return html(await taskPage(now, lead, reader, 'late'), 409)
  }
})
