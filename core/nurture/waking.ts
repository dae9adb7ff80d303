import { fromInstant } from '../names.ts'
import { isStopped, type StepInput } from './decide-step.ts'
import type { Enrolment } from './enrolment.ts'
import { eventsAskedFor } from './exits.ts'
import { isSendOf, sendIdOf } from './send-id.ts'
import type { Sequence } from './sequence.ts'
import { takeSteps } from './take-steps.ts'
import { isTouchResult, strongest } from './touch-steps.ts'
import type { Happening } from './triggers.ts'

/** A clock that rings within this is left to ring; a TakeStep may be at work on it already. */
const aboutToRingMs = 2_000
/** As long as a TakeStep works at most: its function's timeout. */
const worksForMs = 60_000

/** Changes of a lead that never end a hold, a wait or a sequence: Ripen's own, and what SES reports of a mail that went. */
const changesNothing = new Set([
  'enrolled',
  'settled',
  'enrolment-moved',
  'enrolment-active',
  'enrolment-paused',
  'enrolment-finished',
  'enrolment-exited',
  'enrolment-goal',
  'email-sent',
  'email-delivered',
  'email-delayed',
  'email-opened',
])

/** What this happening tells the enrolment: a click on one of its mails, or an event that its sequence asks for; undefined when nothing new. */
export function factsFor(
  enrolment: Enrolment,
  sequence: Sequence,
  { type, at, data }: Happening,
): Partial<Enrolment> | undefined {
  // A scanner that follows every link has neither read the mail nor the file behind it.
  if (data.machine === true) return undefined
  if (type === 'email-clicked') {
    const { template, sendId } = data
    if (typeof template !== 'string' || Object.hasOwn(enrolment.clicked, template)) return undefined
    // By the mail's name: its click may be faster than the cursor that says that it went.
    const own = typeof sendId === 'string' ? isSendOf(enrolment, sendId) : Object.hasOwn(enrolment.sent, template)
    return own ? { clicked: { ...enrolment.clicked, [template]: at } } : undefined
  }
  const result = resultFor(enrolment, type, data)
  if (result) return result
  if (!eventsAskedFor(sequence).has(type) || at < enrolment.startedAt || Object.hasOwn(enrolment.seen, type)) {
    return undefined
  }
  return { seen: { ...enrolment.seen, [type]: at } }
}

/** What came of a task or a message of this enrolment, as staff or a provider says; undefined where it says nothing new. */
function resultFor(
  enrolment: Enrolment,
  type: string,
  { touch, step, result }: Happening['data'],
): Partial<Enrolment> | undefined {
  if (!isTouchResult(type) || typeof touch !== 'string' || typeof step !== 'string' || typeof result !== 'string')
    return undefined
  const { results = {} } = enrolment
  const before = Object.hasOwn(results, step) ? results[step] : undefined
  const known = before?.touchId === touch ? before.result : undefined
  const now = strongest(known, result)
  if (now === known || !isSendOf(enrolment, touch)) return undefined
  // Where the step asked anew since, the older one is of the past.
  const { leadId, enrolmentId, visit } = enrolment
  const isLatest = [visit, visit + 1].some((one) => sendIdOf(leadId, enrolmentId, one) === touch)
  if (before && known === undefined && !isLatest) return undefined
  return { results: { ...results, [step]: { touchId: touch, result: now } } }
}

/**
 * `wake`: there is something to do before the clock rings. `decide-again`: the clock is ringing, so a TakeStep that read before this must not write what
 * it decided. `nothing`: the clock rings in time.
 */
export type WakeAction = 'wake' | 'decide-again' | 'nothing'

/** What the waker does for an enrolment after this happening: by the same decision that TakeStep itself takes. */
export function whatToDo(input: StepInput, happening: Happening): WakeAction {
  const { enrolment, nowMs } = input
  if (enrolment.state !== 'active') return 'nothing'
  const { decision, passed } = takeSteps(input)
  const moves = passed.length > 0 || decision.kind === 'end'
  // What the switch or a paused sequence holds has no clock: only the end of the sequence, or of its way to the mail, is worth one.
  if (isStopped(enrolment.held)) return moves ? 'wake' : 'nothing'
  const dueMs = enrolment.due ? fromInstant(enrolment.due) : nowMs
  // A hold or a wait of 30 days could be what is being written now, by what was read before this happened.
  if (dueMs <= nowMs + aboutToRingMs || isAtWork(enrolment, nowMs))
    return changesNothing.has(happening.type) ? 'nothing' : 'decide-again'
  if (moves) return 'wake'
  // A mail that was tried and put off has its own time to be tried again.
  if (decision.kind === 'send' || decision.kind === 'touch') return enrolment.putOff ? 'nothing' : 'wake'
  return decision.kind === 'wait' && decision.clock && decision.dueMs < dueMs - aboutToRingMs ? 'wake' : 'nothing'
}

/** Has a TakeStep begun this generation and not yet written what it decided? What is written before it makes it decide again: another clock would ring for nothing. */
function isAtWork({ loops, generationAt }: Enrolment, nowMs: number): boolean {
  return loops === 0 && generationAt !== undefined && nowMs - fromInstant(generationAt) < worksForMs
}
