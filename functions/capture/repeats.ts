import type { FormSubmission } from '../../core/capture/judge-submission.ts'
import { sameWithinMs } from '../../core/capture/submission-id.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import { limitKey } from '../aws/keys.ts'
import { updateItem } from '../aws/table.ts'

const kept = 24 * 3_600

/**
 * Does this post without a key of its own say what another one said within a minute of it, before or after? One item for each content settles it: whoever
 * is written there first is the submission, in whatever order the two come.
 */
export async function isRepeat({ sameAs, submissionId, actedAt }: FormSubmission): Promise<boolean> {
  if (!sameAs) return false
  const atMs = fromInstant(actedAt)
  const taken = await updateItem(
    limitKey('post', sameAs, 'LAST'),
    { set: { submissionId, at: actedAt, expiresAt: Math.floor(atMs / 1000) + kept } },
    {
      text: 'attribute_not_exists(pk) OR #id = :mine OR #at < :from OR #at > :to',
      names: { '#id': 'submissionId', '#at': 'at' },
      values: { ':mine': submissionId, ':from': toInstant(atMs - sameWithinMs), ':to': toInstant(atMs + sameWithinMs) },
    },
  )
  return taken === undefined
}
