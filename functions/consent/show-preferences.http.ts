import { consentRoutes } from '../../core/consent/routes.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { readMailbox } from './change-mailbox.ts'
import { readEvidence } from './evidence.ts'
import { readersLocale, readLink } from './link-page.ts'
import { preferencesPage } from './preferences-page.ts'

/** `GET /preferences/{token}`: the topics of this lead, each on or off. */
export const handler = onRequest(consentRoutes.showPreferences, async ({ params, headers }) => {
  const { leadId } = (await readLink('preferences', params.token)).claims
  const locale = await readersLocale(leadId, headers)
  return html(preferencesPage(locale, await readMailbox(leadId), await readEvidence(leadId)))
})
