import { type Enrolment, isOpen } from '../../core/nurture/enrolment.ts'
import { replyHoldOf } from '../../core/nurture/on-reply.ts'
import { triedAgainAt } from '../../core/nurture/put-off.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { capOf } from '../../core/nurture/steps.ts'
import { pastSend, type Taken } from '../../core/nurture/take-steps.ts'
import type { SendOutcome } from '../consent/mail-request.ts'
import { sendMail } from '../consent/send-mail.ts'
import type { ReadLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { ownerAddress } from './owner-address.ts'

/** When a mail is tried again that could not go because the whole account is in trouble. */
const accountAgainMs = 15 * 60_000

/** Sends the mail that is due. Its name is the next visit, so a retry that comes here again sends nothing twice. */
export async function sendDue(
  enrolment: Enrolment,
  { step, template }: { step: string; template: string },
  lead: ReadLead,
  sequence: Sequence,
): Promise<SendOutcome> {
  const { leadId, enrolmentId } = enrolment
  const visit = enrolment.visit + 1
  return sendMail({
    leadId,
    sendId: sendIdOf(leadId, enrolmentId, visit),
    basis: 'consent',
    topic: sequence.topic,
    template,
    lead,
    cap: capOf(sequence),
    replyHold: replyHoldOf(sequence, enrolment),
    enrolment: {
      enrolmentId,
      sequence: sequence.id,
      step,
      visit,
      open: lead.enrolments.filter(isOpen).map((one) => one.enrolmentId),
    },
    replyTo: () => ownerAddress(sequence, lead),
  })
}

/** Where the lead goes on from what became of its mail: from the step of the mail that was really claimed, which a retry may not have come to by itself. */
export function afterSend(
  { enrolment, passed }: Taken,
  outcome: SendOutcome,
  take: (enrolment: Enrolment) => Taken,
  sequence: Sequence,
): Taken {
  const hold = (held: string, dueMs: number): Taken => ({
    enrolment: { ...enrolment, putOff: (enrolment.putOff ?? 0) + 1 },
    decision: { kind: 'wait', held, dueMs, clock: true },
    passed,
  })
  switch (outcome.result) {
    case 'held':
      return hold(outcome.why, outcome.why === 'pacing' ? triedAgainAt(enrolment, now()) : outcome.untilMs)
    case 'again':
      return hold(
        `to be tried again: ${outcome.why}`,
        outcome.account ? now() + accountAgainMs : triedAgainAt(enrolment, now()),
      )
    case 'unknown':
      return hold('no answer from SES yet', outcome.untilMs)
    default: {
      const sent = { step: outcome.step ?? enrolment.step, template: outcome.template }
      const sentAt = outcome.result === 'sent' ? outcome.at : undefined
      const unconfirmed = outcome.result === 'unconfirmed'
      return take(pastSend({ sequence, enrolment, nowMs: now() }, { ...sent, sentAt, unconfirmed }))
    }
  }
}
