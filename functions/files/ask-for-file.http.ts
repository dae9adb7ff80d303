import { inLocale } from '../../core/content/words.ts'
import { fileRoutes } from '../../core/files/routes.ts'
import { readersLocale } from '../consent/link-page.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { answer, html } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { askedFile } from './asked-file.ts'
import { freshLinkPage } from './file-page.ts'
import { mailFreshLink } from './fresh-link.ts'

/** `POST /files/{token}`: whoever has an old link has a fresh one mailed to the person that it was made for. */
export const handler = onFormPost(fileRoutes.askForFile, async ({ params, headers, wantsHtml }) => {
  const asked = await askedFile(params.token)
  const { result } = await mailFreshLink(asked)
  const went = result === 'sent' || result === 'unknown' || result === 'unconfirmed'
  const became = went ? 'sent' : result === 'refused' ? 'refused' : 'later'
  const status = { sent: 200, refused: 409, later: 503 }[became]
  const locale = await readersLocale(asked.leadId, headers)
  if (wantsHtml) return html(freshLinkPage(locale, inLocale(asked.file.title, locale), became), status)
  if (became === 'sent') return answer(200, { sent: true })
  throw new Problem(status, became === 'refused' ? 'No mail may go to this address.' : 'Please try again later.')
})
