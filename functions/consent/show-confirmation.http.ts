import { consentRoutes } from '../../core/consent/routes.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { confirmGonePage, confirmPage } from './confirm-page.ts'
import { readEvidence } from './evidence.ts'
import { readersLocale, readLink } from './link-page.ts'

/** `GET /confirm/{token}`: shows what is to be confirmed. It changes nothing: scanners follow links. */
export const handler = onRequest(consentRoutes.showConfirmation, async ({ params, headers }) => {
  const { claims, expired } = await readLink('confirm', params.token)
  const locale = await readersLocale(claims.leadId, headers)
  if (expired) return html(confirmGonePage(locale), 410)
  return html(confirmPage(locale, claims.topics, await readEvidence(claims.leadId)))
})
