import { handoffRoutes } from '../../core/handoff/routes.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { answerPage } from './answer-page.ts'
import { findByLink } from './find-by-link.ts'

/** `GET /answer/{token}`: shows the lead and changes nothing, since scanners of mail follow links. */
export const handler = onRequest(handoffRoutes.showAnswer, async ({ params }) => {
  const { handoff, lead, reader } = await findByLink(params.token)
  return html(answerPage(handoff, lead.profile, reader))
})
