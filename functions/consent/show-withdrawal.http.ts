import { consentRoutes } from '../../core/consent/routes.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { readEvidence } from './evidence.ts'
import { readersLocale, readLink } from './link-page.ts'
import { withdrawalPage } from './withdrawal-page.ts'

/** `GET /u/{token}`: shows the button. It changes nothing: scanners follow links. */
export const handler = onRequest(consentRoutes.showWithdrawal, async ({ params, headers }) => {
  const { claims } = await readLink('unsubscribe', params.token)
  const locale = await readersLocale(claims.leadId, headers)
  return html(withdrawalPage(locale, claims.topic, await readEvidence(claims.leadId)))
})
