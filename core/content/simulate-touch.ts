import type { Mailbox } from '../consent/mailbox.ts'
import { durationInWords, durationMs } from '../duration.ts'
import { toInstant } from '../names.ts'
import type { StepInput } from '../nurture/decide-step.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import { sendIdOf } from '../nurture/send-id.ts'
import type { Step } from '../nurture/sequence.ts'
import { afterStep, capOn, stepOf } from '../nurture/steps.ts'
import { isTouchResult } from '../nurture/touch-steps.ts'
import { channelOf, timeoutOf } from '../nurture/touches.ts'
import { decideTouch } from '../outreach/decide-touch.ts'
import { type Act, delayOf } from './persona-acts.ts'

/** A message is delivered within so long, unless the persona says otherwise. */
const deliveredAfterMs = 60_000

/** A task or a message as the persona gets it, or its end at the timeout; nobody is called. */
export interface SimulatedTouch {
  readonly step: string
  readonly enrolment: Enrolment
  readonly mailbox: Mailbox
  readonly answer?: { readonly atMs: number; readonly result: string } | undefined
  readonly says: string
}

/**
 * Makes a task or a message in a simulation. Unless an act of the persona says what comes of it (`{ type: task-answered, step: call-them, result: not-reached,
 * after: 2d }`), a task is answered by the first of its answers when it is due, and a message is delivered within a minute.
 */
export function touchOf(input: StepInput, acts: readonly Act[]): SimulatedTouch {
  const { sequence, enrolment, lead, nowMs } = input
  const step = stepOf(sequence, enrolment.step)
  if (!step) throw new RangeError('there is no such step')
  const { asked } = enrolment
  if (asked?.step === step.id) {
    const past = pastBy(enrolment, input, step, asked.touchId, 'timeout')
    return { step: step.id, enrolment: past, mailbox: lead.mailbox, says: `nothing came of ${step.id} in time` }
  }
  const touchId = sendIdOf(enrolment.leadId, enrolment.enrolmentId, enrolment.visit + 1)
  const channel = channelOf(step)
  const cap = capOn(sequence, channel)
  const wanted = { touchId, topic: sequence.topic, sequence: sequence.id, channel, cap, by: 'simulate' }
  const verdict = decideTouch(lead.mailbox, wanted, nowMs)
  const visited = { ...enrolment, visit: enrolment.visit + 1 }
  if (verdict.verdict !== 'allowed') {
    const why = 'why' in verdict ? verdict.why : verdict.verdict
    const past = pastBy(visited, input, step, touchId, 'skipped')
    return { step: step.id, enrolment: past, mailbox: lead.mailbox, says: `${step.id} is skipped: ${why}` }
  }
  const until = toInstant(nowMs + timeoutOf(step))
  const { [step.id]: _, ...results } = enrolment.results ?? {}
  return {
    step: step.id,
    enrolment: { ...visited, results, asked: { step: step.id, touchId, until } },
    mailbox: { ...lead.mailbox, ...verdict.change },
    answer: answerOf(step, acts, nowMs),
    says: touchInWords(step),
  }
}

function pastBy(
  enrolment: Enrolment,
  { sequence, nowMs }: StepInput,
  step: Step,
  touchId: string,
  result: string,
): Enrolment {
  return {
    ...enrolment,
    asked: undefined,
    results: { ...enrolment.results, [step.id]: { touchId, result } },
    step: afterStep(sequence, step),
    since: toInstant(nowMs),
  }
}

function answerOf(step: Step, acts: readonly Act[], nowMs: number): SimulatedTouch['answer'] {
  const own = acts.find((one) => isTouchResult(one.type) && one.step === step.id)
  const result = own && typeof own.result === 'string' ? own.result : undefined
  if (result === 'timeout') return undefined
  if (own && result) return { atMs: nowMs + (delayOf(own, 0) ?? 0), result }
  const { task } = step
  if (!task) return { atMs: nowMs + deliveredAfterMs, result: 'delivered' }
  return { atMs: nowMs + durationMs(task.due), result: task.answers[0] ?? 'done' }
}

function touchInWords({ task, webhook }: Step): string {
  const waits = `and waits ${durationInWords((task ?? webhook)?.timeout ?? '')} at most`
  if (task) return `${task.who} gets a task: ${task.what}, due in ${durationInWords(task.due)}, ${waits}`
  return `${webhook?.provider} delivers by ${webhook?.channel}, ${waits}`
}
