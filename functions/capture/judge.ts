import { topicsNewlyAsked } from '../../core/capture/consent-asked.ts'
import { type FormSubmission, judgeSubmission } from '../../core/capture/judge-submission.ts'
import { recordOf, type SubmissionRecord } from '../../core/capture/submission-record.ts'
import type { Mailbox } from '../../core/consent/mailbox.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { postsBefore } from './posts-before.ts'
import { putSubmission, readSubmissionRecord } from './submissions.ts'

/** The record of this post: judged now, or as it was judged when it came for the first time. */
export async function judge(
  post: FormSubmission,
  leadId: string,
  mailbox: Mailbox | undefined,
): Promise<SubmissionRecord> {
  const before = await readSubmissionRecord(post.submissionId)
  if (before) return before
  const judgement = judgeSubmission(post, await postsBefore(post, leadId))
  const record = recordOf(post, { leadId, news: topicsNewlyAsked(post, mailbox) }, judgement, toInstant(now()))
  if (await putSubmission(record)) return record
  const first = await readSubmissionRecord(post.submissionId)
  if (!first) throw new Error('a submission is there and can’t be read')
  return first
}
