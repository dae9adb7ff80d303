import type { FormSubmission } from '../../core/capture/judge-submission.ts'
import { expiryOf, type SubmissionRecord, submissionRecord } from '../../core/capture/submission-record.ts'
import { submissionKey, submissionPointerKey } from '../aws/keys.ts'
import { getItem, type Item, ifAbsent, ifPresent, putItem, updateItem } from '../aws/table.ts'

/** Where submissions stand whose mail to confirm could not go yet. */
export const confirmationKind = 'confirmation'

/** A submission as it was judged; undefined when there is none. */
export async function readSubmissionRecord(submissionId: string): Promise<SubmissionRecord | undefined> {
  const item = await getItem(submissionKey(submissionId))
  return item && submissionRecord.parse(item)
}

/** Puts a submission once, with a pointer to it from its lead first, so that none is there which erasure would not find. False when it is there already. */
export async function putSubmission(record: SubmissionRecord): Promise<boolean> {
  const { submissionId, leadId, post, expiresAt } = record
  await putItem(submissionPointerKey(leadId, post.actedAt, submissionId), { submissionId, expiresAt })
  return putItem(submissionKey(submissionId), { ...record, ...boxOf(record.state, post) }, ifAbsent)
}

/** Lets a quarantined submission in; one that is in already stays as it is. Answers it as it is now. */
export async function letIn(
  record: SubmissionRecord,
  released: NonNullable<SubmissionRecord['released']>,
): Promise<SubmissionRecord> {
  const { submissionId, leadId, post } = record
  const expiresAt = expiryOf('accepted', post)
  const stored = await updateItem(
    submissionKey(submissionId),
    { set: { state: 'accepted', released, expiresAt, ...boxOf('accepted', post) } },
    { text: '#state = :held', names: { '#state': 'state' }, values: { ':held': 'quarantined' } },
  )
  if (stored) await putItem(submissionPointerKey(leadId, post.actedAt, submissionId), { submissionId, expiresAt })
  const read = stored ? submissionRecord.parse(stored) : await readSubmissionRecord(submissionId)
  return read ?? record
}

/** Sets when the mail to confirm is due again, or that it is settled. */
export async function setConfirmationDue(submissionId: string, dueAt: string | undefined): Promise<void> {
  await updateItem(submissionKey(submissionId), { set: { dueKind: dueAt && confirmationKind, dueAt } }, ifPresent)
}

/** The list of a state, newest first by the time of the post. */
export function boxName(state: SubmissionRecord['state']): string {
  return `SUBMISSIONS#${state}`
}

function boxOf(state: SubmissionRecord['state'], { actedAt, submissionId }: FormSubmission): Item {
  return { box: boxName(state), boxOrder: `${actedAt}#${submissionId}` }
}
