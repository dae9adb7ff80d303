import { claimOf, isClaimed, releaseClaim } from '../../core/consent/decide-send.ts'
import type { Mailbox } from '../../core/consent/mailbox.ts'
import { fromInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { changeMailbox } from './change-mailbox.ts'
import type { MailRequest, SendOutcome } from './mail-request.ts'
import { proofWithinMs, readSend, recordUnconfirmed, recordUnknown } from './send-records.ts'

/**
 * What became of a mail that an earlier try has claimed. It makes no second try: without a result it is UNKNOWN, settled by SES's event within
 * 15 minutes, else UNCONFIRMED. Only a try that lapsed itself gives the mail free again.
 */
export async function earlierSend(request: MailRequest, read: Mailbox | undefined): Promise<SendOutcome> {
  const mail = { leadId: request.leadId, sendId: request.sendId }
  const found = await readSend(mail.leadId, mail.sendId)
  // Claimed long ago and its record is gone: it must not go again.
  if (!found) return { result: 'unconfirmed', template: request.template, step: request.enrolment?.step }
  const { template, step } = found
  switch (found.state) {
    case 'SENT':
      return { result: 'sent', at: found.settledAt ?? found.preparedAt, template, step }
    case 'REFUSED':
      return { result: 'refused', reason: found.reason ?? 'refused', template, step }
    case 'UNCONFIRMED':
      return { result: 'unconfirmed', template, step }
    case 'LAPSED':
      if (await isFree(request, found.by)) return { result: 'again', why: found.reason ?? 'lapsed', account: false }
  }
  const claim = read && claimOf(read, mail.sendId)
  const claimedAt = found.claimedAt ?? claim?.at ?? found.preparedAt
  const untilMs = fromInstant(claimedAt) + proofWithinMs
  if (found.state !== 'UNKNOWN') await recordUnknown(mail, claimedAt, found.by)
  if (now() < untilMs) return { result: 'unknown', untilMs }
  await recordUnconfirmed(mail)
  return { result: 'unconfirmed', template, step }
}

/** The try that lapsed may have died before it gave its claim back; false when the claim is another's, of which nobody knows what came. */
async function isFree(request: MailRequest, by: string | undefined): Promise<boolean> {
  const { leadId, sendId, basis } = request
  const enrolment = request.enrolment && {
    id: request.enrolment.enrolmentId,
    visit: request.enrolment.visit,
    open: request.enrolment.open,
  }
  const after = await changeMailbox(leadId, (mailbox) => {
    const change = by ? releaseClaim(mailbox, { sendId, basis, by, enrolment }) : undefined
    return change && { change }
  })
  return !after || !isClaimed(after, sendId, enrolment)
}
