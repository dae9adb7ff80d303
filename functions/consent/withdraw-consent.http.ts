import { topicsToWithdraw } from '../../core/consent/choices.ts'
import { consentRoutes } from '../../core/consent/routes.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { html } from '../runtime/on-request.ts'
import { readersLocale, readLink } from './link-page.ts'
import { recordDecisions } from './record-decisions.ts'
import { withdrawnPage } from './withdrawal-page.ts'

/**
 * `POST /u/{token}` (RFC 8058, or the page's own button): the withdrawal is in the mailbox before this answers 200; again 200, and 200 when there is
 * no mailbox (any more), since nothing can be sent without one. Not stored: 503. No cookie, no redirect.
 */
export const handler = onFormPost(consentRoutes.withdrawConsent, async ({ params, body, headers, ip, wantsHtml }) => {
  const { claims } = await readLink('unsubscribe', params.token)
  // Whatever else stands in the body, it must not keep anybody from leaving.
  const all = body.all === 'on'
  const by = body['List-Unsubscribe'] === undefined ? 'unsubscribe-page' : 'one-click'
  const locale = await readersLocale(claims.leadId, headers)
  await recordDecisions({
    leadId: claims.leadId,
    at: toInstant(now()),
    decide: (mailbox) =>
      topicsToWithdraw(mailbox, claims.topic, all).map((topic) => ({ topic, decision: 'withdrawn' })),
    proof: () => ({ by, ip, userAgent: headers['user-agent'], locale }),
  })
  return wantsHtml ? html(withdrawnPage(locale, all)) : { withdrawn: true }
})
