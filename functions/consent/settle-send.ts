import { isClaimed } from '../../core/consent/decide-send.ts'
import { type Send, send } from '../../core/consent/send.ts'
import { fromInstant } from '../../core/names.ts'
import type { Key } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { readMailbox } from './change-mailbox.ts'
import { proofWithinMs, recordUnconfirmed, stopLookingAt } from './send-records.ts'

/** Settles a mail whose answer nobody saw and whose proof did not come in time; true when it is UNCONFIRMED now. */
export async function settleSend(key: Key): Promise<boolean> {
  const item = await getItem(key)
  if (!item) return false
  const found = send.parse(item)
  if (found.state !== 'PREPARED' && found.state !== 'CLAIMED' && found.state !== 'UNKNOWN') return false
  // The index may be behind: somebody prepared it again just now.
  if (fromInstant(found.claimedAt ?? found.preparedAt) + proofWithinMs > now()) return false
  const mail = { leadId: found.leadId, sendId: found.sendId }
  if (found.state === 'PREPARED' && !(await wasClaimed(found))) {
    await stopLookingAt(mail, found.by)
    return false
  }
  await recordUnconfirmed(mail)
  log.warn('a mail stays unconfirmed: SES gave no answer and no event', mail)
  return true
}

async function wasClaimed({ leadId, sendId, enrolmentId, visit }: Send): Promise<boolean> {
  const read = await readMailbox(leadId)
  const enrolment = enrolmentId && visit !== undefined ? { id: enrolmentId, visit } : undefined
  // Without a mailbox nobody can tell any more.
  return !read || isClaimed(read, sendId, enrolment)
}
