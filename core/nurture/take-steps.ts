import type { LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { decideStep, isTried, type StepDecision, type StepInput } from './decide-step.ts'
import type { Enrolment } from './enrolment.ts'
import type { Sequence } from './sequence.ts'
import { afterStep, stepOf, templatesOf } from './steps.ts'

/** More steps than this without a wait or a send is a circle; what is published has none. */
const stepsAtOnce = 500

/** Steps gone through without waiting or sending, for people to read. */
export interface Passed {
  readonly step: string
  readonly to: string
  readonly why: string
}

export interface Taken {
  /** The enrolment with its cursor moved past all that needs neither time nor mail; nothing is stored yet. */
  readonly enrolment: Enrolment
  readonly decision: Exclude<StepDecision, { kind: 'go' }>
  readonly passed: readonly Passed[]
  /** The mail to send was claimed by an earlier try: only what became of it is looked for. */
  readonly isTried?: boolean
}

/** Goes through the steps that are due until there is a mail to send, a time to wait for, or the end. */
export function takeSteps(input: StepInput): Taken {
  let enrolment = input.enrolment
  const passed: Passed[] = []
  for (let count = 0; count < stepsAtOnce; count += 1) {
    const decision = decideStep({ ...input, enrolment })
    if (decision.kind === 'send' && isTried(enrolment, input.lead))
      return { enrolment, decision, passed, isTried: true }
    if (decision.kind === 'wait' && decision.sendTime) enrolment = { ...enrolment, sendTime: decision.sendTime }
    if (decision.kind !== 'go') return { enrolment, decision, passed }
    passed.push({ step: enrolment.step, to: decision.to, why: decision.why })
    enrolment = {
      ...enrolment,
      step: decision.to,
      since: toInstant(input.nowMs),
      splits: decision.splits ?? enrolment.splits,
      ...(enrolment.asked && { asked: undefined }),
      ...(decision.moved && { moved: decision.moved }),
      ...(decision.trial && { trial: decision.trial }),
      ...(decision.had && { had: decision.had }),
    }
  }
  throw new RangeError(`sequence ${input.sequence.id} goes in a circle without a wait or a send`)
}

/** The lead after this mail of this sequence went: caps count it. */
export function withMail(lead: LeadState, { id, topic }: Sequence, mail: { sendId: string; at: string }): LeadState {
  const others = lead.mailbox.claims.filter(({ sendId }) => sendId !== mail.sendId)
  const claims = [...others, { ...mail, topic, sequence: id }]
  return { ...lead, mailbox: { ...lead.mailbox, claims } }
}

/** The enrolment after the mail of this send step went (or never will): one send further. `sentAt` only if it went. */
export function pastSend(
  { sequence, enrolment, nowMs }: Pick<StepInput, 'sequence' | 'enrolment' | 'nowMs'>,
  sent: { step: string; template: string; sentAt?: string | undefined; unconfirmed?: boolean },
): Enrolment {
  // A mail that was claimed in an older version may be of a step that this one does not have: then the step it became counts.
  const step = stepOf(sequence, sent.step) ?? stepOf(sequence, enrolment.step)
  const past: Enrolment = {
    ...enrolment,
    step: step ? afterStep(sequence, step) : enrolment.step,
    since: toInstant(nowMs),
    visit: enrolment.visit + 1,
    putOff: undefined,
    sent: sent.sentAt ? { ...enrolment.sent, [sent.template]: sent.sentAt } : enrolment.sent,
    ...(sent.unconfirmed && { unconfirmed: [...new Set([...(enrolment.unconfirmed ?? []), sent.template])] }),
  }
  const { moved } = enrolment
  if (!moved) return past
  const { step: at, since } = enrolment
  // Moved, while its mail went, to a step that sends nothing: there it stands already.
  const stands = stepOf(sequence, at)?.send === undefined
  const to = stands ? { ...past, step: at, since } : past
  const isOfOlder = moved.visit === enrolment.visit && (stands || !maySend(sequence, sent))
  if (!isOfOlder || !moved.had || !(sent.sentAt || sent.unconfirmed)) return to
  return { ...to, moved: { ...moved, had: { ...moved.had, [sent.template]: [] } } }
}

function maySend(sequence: Sequence, { step, template }: { step: string; template: string }): boolean {
  const named = stepOf(sequence, step)
  return named !== undefined && templatesOf(named).includes(template)
}
