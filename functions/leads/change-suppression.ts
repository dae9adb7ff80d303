import { derivedId } from '../../core/consent/derived-id.ts'
import type { Mailbox } from '../../core/consent/mailbox.ts'
import { suppressionOf } from '../../core/consent/suppression.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { toInstant } from '../../core/names.ts'
import { changeMailbox, readMailbox } from '../consent/change-mailbox.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'

/**
 * Suppresses a lead or lifts it: stored in the mailbox, so that it falls before or after any claim, with the activity that says who did it and why, owed with
 * the write. Answers what stands; throws a 404 {@link Problem} for a lead that is not there or is erased.
 */
export async function changeSuppression(
  named: string,
  { type, reason, by }: { type: 'suppressed' | 'unsuppressed'; reason: string; by: string },
  decide: (mailbox: Mailbox, at: string) => Partial<Mailbox> | undefined,
) {
  // Of one that is merged, whoever stands for the person.
  const leadId = (await readMailbox(named))?.mergedInto?.leadId ?? named
  const at = toInstant(now())
  const fact: Activity = { leadId, id: derivedId(leadId, type, at, by), type, at, data: { reason, by } }
  const mailbox = await changeMailbox(leadId, (read) => {
    const change = read.erasedAt ? undefined : decide(read, at)
    return change && { change, facts: [fact] }
  })
  if (!mailbox || mailbox.erasedAt) throw new Problem(404, 'There is no such lead.')
  return { leadId, suppression: suppressionOf(mailbox) ?? null }
}
