import { pageWords } from '../../core/consent/page-words.ts'
import { consentRoutes } from '../../core/consent/routes.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { html } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { confirmedPage, confirmGonePage } from './confirm-page.ts'
import { confirmRequest } from './confirm-request.ts'
import { readersLocale, readLink } from './link-page.ts'

/** `POST /confirm/{token}`: the person confirms; again 200. 410 when the link is too old or the person withdrew since. */
export const handler = onFormPost(consentRoutes.confirmConsent, async ({ params, headers, ip, wantsHtml }) => {
  const link = await readLink('confirm', params.token)
  const locale = await readersLocale(link.claims.leadId, headers)
  const confirmed = !link.expired && (await confirmRequest(link, { ip, userAgent: headers['user-agent'], locale }))
  if (confirmed) return wantsHtml ? html(confirmedPage(locale)) : { confirmed: link.claims.topics }
  if (wantsHtml) return html(confirmGonePage(locale), 410)
  throw new Problem(410, pageWords.en.confirm.gone)
})
