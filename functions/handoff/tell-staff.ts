import { randomUUID } from 'node:crypto'
import type { Handoff, Tell } from '../../core/handoff/handoff.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import type { User } from '../../core/staff/user.ts'
import { fenceMs } from '../aws/claim-fence.ts'
import { deliver } from '../aws/mailer.ts'
import { log } from '../runtime/log.ts'
import { readUser } from '../staff/directory.ts'
import { claimStaffMail, recordStaffMail } from './staff-mails.ts'

/**
 * Mails one of the staff about a hand-off, at most once: "only to configured users, with its own dedup key". Answers whether it is settled: it went, it will
 * never go, or nobody can say; false when it certainly did not go and is to be tried again. Who is `known` already is not read again.
 */
export async function tellStaff(handoff: Handoff, tell: Tell, lead: LeadState, known?: User): Promise<boolean> {
  const mail = { handoffId: handoff.handoffId, key: tell.key, to: tell.to }
  const userOf = async (userId: string) => (known?.userId === userId ? known : readUser(userId))
  const reader = await userOf(tell.to)
  if (!reader?.active) {
    log.error('a mail to staff has no reader: there is no such user, or not any more', mail)
    return true
  }
  const owner = tell.to === handoff.owner ? reader : await userOf(handoff.owner)
  // Most rings of a clock mail nobody: what makes a mail is read for those that do.
  const { staffLetter } = await import('./staff-letter.ts')
  const letter = await staffLetter(handoff, tell, lead, reader, owner)
  const startedMs = performance.now()
  const by = randomUUID()
  const claimed = await claimStaffMail(handoff.handoffId, tell, by)
  if (claimed.by !== by || claimed.state !== 'CLAIMED') {
    if (claimed.state === 'CLAIMED')
      log.error('a mail to staff was claimed and nobody saw its end: it is not sent again', mail)
    return true
  }
  const delivery =
    performance.now() - startedMs > fenceMs
      ? ({ result: 'not-now', reason: 'more than 8 s after its claim' } as const)
      : await deliver(letter)
  switch (delivery.result) {
    case 'accepted':
      await recordStaffMail(handoff.handoffId, tell, { state: 'SENT', messageId: delivery.messageId })
      return true
    case 'not-now':
      log.warn('a mail to staff is put off', { ...mail, reason: delivery.reason })
      await recordStaffMail(handoff.handoffId, tell, { state: 'PUT_OFF', reason: delivery.reason })
      return false
    case 'refused':
      log.error('a mail to staff was refused', { ...mail, reason: delivery.reason })
      await recordStaffMail(handoff.handoffId, tell, { state: 'REFUSED', reason: delivery.reason })
      return true
    case 'unknown':
      log.error('SES gave no answer for a mail to staff: it is not sent again', { ...mail, reason: delivery.reason })
      await recordStaffMail(handoff.handoffId, tell, { state: 'UNKNOWN', reason: delivery.reason })
      return true
  }
}
