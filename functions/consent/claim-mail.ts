import {
  claimOf,
  decideSend,
  releaseClaim,
  type SendDecision,
  type WantedSend,
} from '../../core/consent/decide-send.ts'
import { type Mailbox, mailbox } from '../../core/consent/mailbox.ts'
import { mailboxKey } from '../aws/keys.ts'
import { ifRev, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { changeMailbox, MailboxContended, readMailbox } from './change-mailbox.ts'
import type { MailRequest } from './mail-request.ts'
import { readSend, recordLapsed } from './send-records.ts'

/** What came of trying to claim: `mine` means claimed. */
export interface Claim {
  readonly decision: SendDecision
  readonly mailbox: Mailbox
  /** On the monotonic clock, before the write that claimed. */
  readonly startedMs: number
  readonly atMs: number
  readonly because: string
}

/** One conditional write on the mailbox's `rev`; a lost race reads and decides again. `mine` means claimed. */
export async function claimMail(
  leadId: string,
  wanted: WantedSend,
  read: Mailbox,
  first: SendDecision,
): Promise<Claim> {
  let [current, decision] = [read, first]
  let [startedMs, atMs, because] = [performance.now(), now(), '']
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    if (decision.verdict !== 'allowed') return { decision, mailbox: current, startedMs, atMs, because }
    startedMs = performance.now()
    atMs = now()
    because = decision.because
    const stored = await updateItem(mailboxKey(leadId), { set: decision.change }, ifRev(current.rev))
    if (stored) return { decision: { verdict: 'mine' }, mailbox: mailbox.parse(stored), startedMs, atMs, because }
    const again = await readMailbox(leadId)
    if (!again)
      return { decision: { verdict: 'refused', why: 'no such lead' }, mailbox: current, startedMs, atMs, because }
    current = again
    decision = decideSend(current, wanted, now())
  }
  throw new MailboxContended()
}

/** Takes back a claim without a call behind it. LAPSED first: once the claim is gone another try may prepare the same mail. */
export async function takeBack({ leadId, sendId }: MailRequest, wanted: WantedSend, why: string): Promise<void> {
  const mail = { leadId, sendId }
  if (!(await recordLapsed(mail, why, wanted.by))) {
    // Another try prepared the mail over this one's record, and waits for the claim's holder to say what came of it.
    const found = await readSend(leadId, sendId)
    const read = await readMailbox(leadId)
    const holds = read && claimOf(read, sendId)?.by === wanted.by
    if (holds && found?.by) await recordLapsed(mail, why, wanted.by, found.by)
  }
  await changeMailbox(leadId, (read) => {
    const change = releaseClaim(read, wanted)
    return change && { change }
  })
}
