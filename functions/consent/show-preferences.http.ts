import { consentRoutes } from '../../core/consent/routes.ts'
import { now } from '../runtime/clock.ts'
import { html, onRequest } from '../runtime/on-request.ts'
import { readMailbox } from './change-mailbox.ts'
import { readEvidence } from './evidence.ts'
import { readersLocale, readLink } from './link-page.ts'
import { preferencesPage } from './preferences-page.ts'
import { readerAnswers } from './reader-answers.ts'

/** `GET /preferences/{token}`: the topics of this lead, each on or off, and what is known of it. */
export const handler = onRequest(consentRoutes.showPreferences, async ({ params, headers }) => {
  const { leadId } = (await readLink('preferences', params.token)).claims
  const locale = await readersLocale(leadId, headers)
  const mailbox = await readMailbox(leadId)
  const answers = await readerAnswers(leadId)
  return html(preferencesPage(locale, { mailbox, evidence: await readEvidence(leadId), answers, nowMs: now() }))
})
