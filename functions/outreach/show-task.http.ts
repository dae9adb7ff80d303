import { outreachRoutes } from '../../core/outreach/routes.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { findTaskByLink } from './task-links.ts'
import { taskPage } from './task-page.ts'

/** `GET /task/{token}`: the task with its answers to choose from; it changes nothing, since scanners of mail follow links. */
export const handler = onRequest(outreachRoutes.showTask, async ({ params }) => {
  const { task, lead, reader } = await findTaskByLink(params.token)
  return html(await taskPage(task, lead, reader))
})
