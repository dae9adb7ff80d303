import type { SubmissionRecord } from './submission-record.ts'

/** A submission as marketing sees it, to judge whether to let it in: what it says and what made it suspect. */
export function shownSubmission({ submissionId, leadId, state, why, judgedAt, released, post }: SubmissionRecord) {
  const { formId, formVersion, actedAt, email, fields, consent, touch, locale, signs } = post
  return {
    submissionId,
    leadId,
    state,
    why,
    actedAt,
    judgedAt,
    formId,
    formVersion,
    email,
    fields,
    topics: Object.keys(consent),
    touch,
    locale,
    origin: signs.origin,
    released,
  }
}
