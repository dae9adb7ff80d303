import { type Asked, throttledUntil, whenToAskAgain } from '../../core/capture/ask-again.ts'
import { topicsToConfirm } from '../../core/capture/consent-asked.ts'
import type { SubmissionRecord } from '../../core/capture/submission-record.ts'
import { toInstant } from '../../core/names.ts'
import { sendIdFor } from '../../core/nurture/send-id.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { confirmUrl } from '../consent/mail-links.ts'
import { sendMail } from '../consent/send-mail.ts'
import { now } from '../runtime/clock.ts'
import { formOfVersion } from './published-form.ts'
import { setConfirmationDue } from './submissions.ts'

/**
 * Sends the mail that asks to confirm what a submission ticked, if some of it still waits for that. One mail for one submission, however often this runs;
 * what can't go now is due again later, and a schedule looks at it.
 */
export async function askToConfirm(record: SubmissionRecord): Promise<void> {
  const mailbox = await readMailbox(record.leadId)
  const topics = mailbox ? topicsToConfirm(record.post, mailbox) : []
  const asked = topics.length > 0 ? await ask(record, topics) : ({ result: 'sent' } as const)
  const dueMs = whenToAskAgain(record, asked, (mailbox?.confirmations.length ?? 0) > 0, now())
  const dueAt = dueMs === undefined ? undefined : toInstant(dueMs)
  if (dueAt !== record.dueAt) await setConfirmationDue(record.submissionId, dueAt)
}

async function ask(record: SubmissionRecord, topics: readonly string[]): Promise<Asked> {
  const { leadId, submissionId, post } = record
  const heldUntilMs = throttledUntil(record, now())
  if (heldUntilMs !== undefined) return { result: 'held', untilMs: heldUntilMs }
  const { formId: form, formVersion, locale } = post
  const { confirmation } = await formOfVersion(form, formVersion)
  return sendMail({
    leadId,
    sendId: sendIdFor('confirmation', leadId, submissionId),
    basis: 'confirmation',
    template: confirmation,
    locale,
    variables: { confirmUrl: await confirmUrl({ leadId, topics, evidence: submissionId, form, formVersion }) },
  })
}
