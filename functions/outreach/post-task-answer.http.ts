import { outreachRoutes, postedTaskAnswer } from '../../core/outreach/routes.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { html } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { answerTaskOnce } from './answer-task-once.ts'
import { findTaskByLink } from './task-links.ts'
import { taskPage } from './task-page.ts'

/** `POST /task/{token}`: the answer of whom the link was mailed to; a page says what became of it, in that person's language. */
export const handler = onFormPost(outreachRoutes.postTaskAnswer, async ({ params, body }) => {
  const { task, reader } = await findTaskByLink(params.token)
  const given = postedTaskAnswer.safeParse(body)
  if (!given.success) return html(await taskPage(task, reader, 'choose'), 422)
  try {
    return html(await taskPage(await answerTaskOnce(task, { ...given.data, by: reader.userId }), reader, 'stored'))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 422) return html(await taskPage(task, reader, 'choose'), 422)
    if (error.status !== 409) throw error
    // As it is now: somebody was first.
    return html(await taskPage((await findTaskByLink(params.token)).task, reader, 'late'), 409)
  }
})
