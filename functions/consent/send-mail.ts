import { randomUUID } from 'node:crypto'
import { decideSend, type SendDecision, type WantedSend } from '../../core/consent/decide-send.ts'
import type { Mailbox } from '../../core/consent/mailbox.ts'
import { toInstant } from '../../core/names.ts'
import { fenceMs } from '../aws/claim-fence.ts'
import { deliver } from '../aws/mailer.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { readMailbox } from './change-mailbox.ts'
import { claimMail, takeBack } from './claim-mail.ts'
import { type Composed, composeMail, NotComposed } from './compose-mail.ts'
import { earlierSend } from './earlier-send.ts'
import type { MailRequest, SendOutcome } from './mail-request.ts'
import { slowDown, takeSendSlot } from './pacing.ts'
import { prepareSend, recordRefused, recordSent, recordUnknown } from './send-records.ts'
import { marketingMailOn } from './switches.ts'

/** A template that can't be rendered is tried again after this, since publishing a better one mends it. */
const composeAgainMs = 60 * 60_000
/** Marketing mail that the switch stops goes on this soon after it is turned on. */
const switchAgainMs = 15 * 60_000

/**
 * Sends one mail at most once: render; write it down as PREPARED; claim it in the mailbox by one conditional write; call SES once; record.
 * Whatever fails in between, a retry with the same `sendId` never makes a second mail. Throws when the table can't be reached.
 */
export async function sendMail(request: MailRequest): Promise<SendOutcome> {
  const lead = request.lead ?? (await readLead(request.leadId))
  if (!lead) return refused(request, 'no such lead')
  const by = randomUUID().slice(0, 8)
  const wanted = wantedOf(request, by)
  const first = decideSend(lead.mailbox, wanted, now())
  if (first.verdict !== 'allowed') return otherwise(request, first, lead.mailbox)
  if (request.basis === 'consent' && !(await marketingMailOn())) {
    return { result: 'held', why: 'marketing mail is stopped by the switch', untilMs: now() + switchAgainMs }
  }
  let composed: Composed
  try {
    composed = await composeMail(request, lead)
  } catch (error) {
    if (!(error instanceof NotComposed)) throw error
    log.error('a mail could not be composed', { leadId: request.leadId, template: request.template, error })
    return { result: 'held', why: error.message, untilMs: now() + composeAgainMs }
  }
  if (request.basis === 'consent') {
    const waitMs = await takeSendSlot()
    if (waitMs !== undefined) return { result: 'held', why: 'pacing', untilMs: now() + waitMs }
  }
  const mail = { leadId: request.leadId, sendId: request.sendId }
  const prepared = await prepareSend({
    ...mail,
    state: 'PREPARED',
    basis: request.basis,
    topic: request.topic,
    template: request.template,
    templateVersion: composed.version,
    locale: composed.locale,
    enrolmentId: request.enrolment?.enrolmentId,
    sequence: request.enrolment?.sequence,
    step: request.enrolment?.step,
    visit: request.enrolment?.visit,
    because: first.because,
    by,
    preparedAt: toInstant(now()),
  })
  if (!prepared) return earlierSend(request, await readMailbox(request.leadId))

  const claim = await claimMail(request.leadId, wanted, lead.mailbox, first)
  if (claim.decision.verdict !== 'mine') {
    if (claim.decision.verdict === 'refused') await recordRefused(mail, claim.decision.why)
    return otherwise(request, claim.decision, claim.mailbox)
  }
  if (performance.now() - claim.startedMs > fenceMs) {
    return again(request, wanted, 'more than 8 s after its claim', false)
  }
  const delivery = await deliver(composed.letter)
  const claimedAt = toInstant(claim.atMs)
  switch (delivery.result) {
    case 'accepted':
      await recordSent(mail, { messageId: delivery.messageId, because: claim.because, claimedAt })
      return { result: 'sent', at: toInstant(now()), template: request.template, step: request.enrolment?.step }
    case 'refused':
      await recordRefused(mail, delivery.reason)
      return refused(request, delivery.reason)
    case 'not-now':
      if (!delivery.account) slowDown()
      return again(request, wanted, delivery.reason, delivery.account)
    case 'unknown':
      log.warn('SES gave no answer: the mail is unknown until its event comes', { ...mail, reason: delivery.reason })
      await recordUnknown(mail, claimedAt)
      return earlierSend(request, claim.mailbox)
  }
}

async function again(request: MailRequest, wanted: WantedSend, why: string, account: boolean): Promise<SendOutcome> {
  await takeBack(request, wanted, why)
  return { result: 'again', why, account }
}

function otherwise(request: MailRequest, decision: SendDecision, read: Mailbox): SendOutcome | Promise<SendOutcome> {
  switch (decision.verdict) {
    case 'held':
      return { result: 'held', why: decision.why, untilMs: decision.untilMs }
    case 'refused':
      return refused(request, decision.why)
    default:
      return earlierSend(request, read)
  }
}

function refused(request: MailRequest, reason: string): SendOutcome {
  return { result: 'refused', reason, template: request.template, step: request.enrolment?.step }
}

function wantedOf(request: MailRequest, by: string): WantedSend {
  const { sendId, basis, topic, cap, replyHold, enrolment } = request
  return {
    sendId,
    basis,
    topic,
    cap,
    replyHold,
    by,
    sequence: enrolment?.sequence,
    enrolment: enrolment && { id: enrolment.enrolmentId, visit: enrolment.visit, open: enrolment.open },
  }
}
