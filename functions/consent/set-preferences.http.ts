import { choicesOf, preferencesBody } from '../../core/consent/choices.ts'
import { consentRoutes } from '../../core/consent/routes.ts'
import { topicLabel } from '../../core/consent/topic-label.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { onFormPost } from '../runtime/on-form-post.ts'
import { html, parse } from '../runtime/on-request.ts'
import { editAnswers, readEdits } from './edit-answers.ts'
import { readEvidence } from './evidence.ts'
import { readersLocale, readLink } from './link-page.ts'
import { preferencesPage } from './preferences-page.ts'
import { readerAnswers } from './reader-answers.ts'
import { recordDecisions } from './record-decisions.ts'

/** `POST /preferences/{token}`: turns topics of this lead on and off, or all off, and puts right what is known of it; answers how it all stands then. */
export const handler = onFormPost(consentRoutes.setPreferences, async ({ params, body, headers, ip, wantsHtml }) => {
  const { leadId } = (await readLink('preferences', params.token)).claims
  const wanted = parse(preferencesBody, body, '')
  const locale = await readersLocale(leadId, headers)
  const at = toInstant(now())
  const evidence = await readEvidence(leadId)
  const known = await readerAnswers(leadId)
  const edits = readEdits(known, wanted, at, locale)
  const mailbox = await recordDecisions({
    leadId,
    at,
    decide: (read) =>
      choicesOf(read, wanted).map(({ topic, on }) => ({ topic, decision: on ? 'granted' : 'withdrawn' })),
    proof: (topic) => ({
      by: 'preferences',
      ip,
      userAgent: headers['user-agent'],
      locale,
      text: topicLabel(topic, evidence),
    }),
  })
  // What was withdrawn is stored by now, whatever is wrong with an answer.
  const answers = await editAnswers(known, edits)
  if (wantsHtml) return html(preferencesPage(locale, { mailbox, evidence, answers, nowMs: now() }, true))
  const topics = Object.entries(mailbox?.consent ?? {}).map(([topic, { state }]) => [topic, state])
  return { topics: Object.fromEntries(topics) }
})
