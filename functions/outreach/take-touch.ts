import { randomUUID } from 'node:crypto'
import { consentNameOf } from '../../core/consent/channel.ts'
import { isGranted } from '../../core/consent/decide-send.ts'
import type { Mailbox } from '../../core/consent/mailbox.ts'
import { durationMs } from '../../core/duration.ts'
import { toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { replyHoldOf } from '../../core/nurture/on-reply.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import type { Sequence, Step } from '../../core/nurture/sequence.ts'
import { afterStep, capOn, stepOf } from '../../core/nurture/steps.ts'
import type { Taken } from '../../core/nurture/take-steps.ts'
import { channelOf, timeoutOf } from '../../core/nurture/touches.ts'
import { decideTouch, type TouchDecision } from '../../core/outreach/decide-touch.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import { mailboxKey } from '../aws/keys.ts'
import { ifRev, updateItem } from '../aws/table.ts'
import { MailboxContended, readMailbox } from '../consent/change-mailbox.ts'
import type { ReadLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { closeTouch } from './close-touch.ts'
import { changeTouch, putTouch } from './touch-items.ts'

/**
 * Makes the task or the message of a step, once, or settles the one that nobody answered in time. It only decides, claims and writes it down: who hears of
 * `TouchDue` tells the person or calls the provider, so that a retry of this does nothing twice.
 */
export async function takeTouch(
  taken: Taken,
  lead: ReadLead,
  sequence: Sequence,
  take: (enrolment: Enrolment) => Taken,
): Promise<Taken> {
  const { enrolment } = taken
  const step = stepOf(sequence, enrolment.step)
  if (!step) throw new RangeError('there is no such step')
  if (enrolment.asked?.step === step.id) return take(await settled(enrolment, sequence, step, lead.mailbox))
  const touchId = sendIdOf(enrolment.leadId, enrolment.enrolmentId, enrolment.visit + 1)
  // A lead that was moved here may still be waited for elsewhere.
  if (enrolment.asked) await closeTouch(enrolment.leadId, enrolment.asked.touchId, 'the lead was moved to another step')
  const decided = await claim(enrolment, sequence, step, touchId, lead.mailbox)
  if (decided.verdict === 'held') {
    return { ...taken, decision: { kind: 'wait', held: decided.why, dueMs: decided.untilMs, clock: true } }
  }
  const made = touchOf(enrolment, sequence, step, touchId)
  const { [step.id]: before, ...others } = enrolment.results ?? {}
  const asking: Enrolment = { ...enrolment, visit: enrolment.visit + 1, asked: undefined }
  if (decided.verdict === 'refused') {
    await putTouch({ ...made, state: 'skipped', why: decided.why, result: 'skipped', until: undefined }, {})
    return take(past(asking, sequence, step, touchId, 'skipped'))
  }
  await putTouch({ ...made, ...(decided.verdict === 'allowed' && { because: decided.because }) }, { asks: true })
  // What came of it before this was stored counts.
  const results = before?.touchId === touchId ? enrolment.results : others
  return take({ ...asking, results, asked: { step: step.id, touchId, until: made.until ?? toInstant(now()) } })
}

/** One conditional write on the mailbox's `rev`, as for a mail; a lost race reads and decides again. */
async function claim(
  enrolment: Enrolment,
  sequence: Sequence,
  step: Step,
  touchId: string,
  read: Mailbox,
): Promise<TouchDecision> {
  const channel = channelOf(step)
  const wanted = {
    touchId,
    topic: sequence.topic,
    sequence: sequence.id,
    channel,
    cap: capOn(sequence, channel),
    replyHold: replyHoldOf(sequence, enrolment),
    by: randomUUID().slice(0, 8),
  }
  let mailbox: Mailbox | undefined = read
  for (let attempt = 1; attempt <= 10 && mailbox; attempt += 1) {
    const decision = decideTouch(mailbox, wanted, now())
    if (decision.verdict !== 'allowed') return decision
    if (await updateItem(mailboxKey(enrolment.leadId), { set: decision.change }, ifRev(mailbox.rev))) return decision
    mailbox = await readMailbox(enrolment.leadId)
  }
  if (!mailbox) return { verdict: 'refused', why: 'no such lead' }
  throw new MailboxContended()
}

function touchOf({ leadId, enrolmentId, version }: Enrolment, sequence: Sequence, step: Step, touchId: string): Touch {
  const nowMs = now()
  const channel = channelOf(step)
  const { task, webhook } = step
  return {
    leadId,
    touchId,
    kind: task ? 'task' : 'message',
    state: 'open',
    enrolmentId,
    sequence: sequence.id,
    version,
    step: step.id,
    topic: sequence.topic,
    ...(channel && { channel }),
    at: toInstant(nowMs),
    until: toInstant(nowMs + timeoutOf(step)),
    rev: 1,
    ...(task && {
      what: task.what,
      answers: task.answers,
      due: toInstant(nowMs + durationMs(task.due)),
      ...(task.how && { how: task.how }),
    }),
    ...(webhook && { provider: webhook.provider, awaits: webhook.until, call: 'due' as const, tries: 0 }),
  }
}

/** Nothing came in time, or the person withdrew: settles it, unless something came just now. */
async function settled(enrolment: Enrolment, sequence: Sequence, step: Step, mailbox: Mailbox): Promise<Enrolment> {
  const { leadId, asked, results = {} } = enrolment
  const touchId = asked?.touchId ?? ''
  const channel = channelOf(step)
  const isWithdrawn = channel !== undefined && !isGranted(mailbox, consentNameOf(sequence.topic, channel))
  const known = results[step.id]?.touchId === touchId ? results[step.id]?.result : undefined
  const found = await changeTouch(leadId, touchId, ({ state, call, result }) => {
    if (state !== 'open') return undefined
    const late = known ?? result ?? (call === 'unknown' ? 'unconfirmed' : 'timeout')
    return {
      change: {
        state: 'over',
        result: isWithdrawn ? 'withdrawn' : late,
        ...(isWithdrawn && { why: `the consent to ${sequence.topic} by ${channel} was withdrawn` }),
        settledAt: toInstant(now()),
        nextAt: undefined,
      },
    }
  })
  return past(enrolment, sequence, step, touchId, found?.result ?? 'timeout')
}

function past(enrolment: Enrolment, sequence: Sequence, step: Step, touchId: string, result: string): Enrolment {
  return {
    ...enrolment,
    asked: undefined,
    results: { ...enrolment.results, [step.id]: { touchId, result } },
    step: afterStep(sequence, step),
    since: toInstant(now()),
  }
}
