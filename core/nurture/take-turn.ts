import { fromInstant } from '../names.ts'
import type { StepInput } from './decide-step.ts'
import type { Enrolment } from './enrolment.ts'
import type { Sequence } from './sequence.ts'
import { capOf } from './steps.ts'
import { type Taken, takeSteps } from './take-steps.ts'

/** How long after the clock of the other mail this one is looked at again: long enough for that one to have gone. */
const afterTheOtherMs = 60_000

/** Another sequence that the lead is inside, in the version that its enrolment is pinned to. */
export interface Rival {
  readonly sequence: Sequence
  readonly enrolment: Enrolment
}

/**
 * As {@link takeSteps}; and a mail gives way to those of sequences of a higher priority that want to go now, where a cap has no room for all of them. Of equal
 * priority the one goes that comes first. It only ever waits, so a wrong guess about the others costs time and no mail. `taken`: what those steps came to, where
 * that is known.
 */
export function takeTurn(input: StepInput, rivals: readonly Rival[], taken: Taken = takeSteps(input)): Taken {
  if (taken.decision.kind !== 'send' || taken.isTried) return taken
  const before = rivals.filter(
    (rival) => rival.sequence.priority > input.sequence.priority && wantsToMail(input, rival),
  )
  const [first] = before.sort((a, b) => b.sequence.priority - a.sequence.priority)
  if (!first || hasRoomForAll(input, before)) return taken
  const { nowMs } = input
  const others = before.map(({ enrolment }) => (enrolment.due ? fromInstant(enrolment.due) : nowMs))
  const dueMs = Math.max(nowMs, ...others) + afterTheOtherMs
  return { ...taken, decision: { kind: 'wait', held: `priority of ${first.sequence.id}`, dueMs, clock: true } }
}

/** Would it mail now, by all that holds it? A mail that was tried is counted by the cap already. */
function wantsToMail(input: StepInput, { sequence, enrolment }: Rival): boolean {
  if (enrolment.state !== 'active') return false
  const { decision, isTried } = takeSteps({ ...input, sequence, enrolment })
  return decision.kind === 'send' && !isTried
}

/** Do the caps of this one and of the others let this mail and all of the others go? */
function hasRoomForAll(input: StepInput, before: readonly Rival[]): boolean {
  const mails = 1 + before.length
  return [input.sequence, ...before.map(({ sequence }) => sequence)].every((one) => roomIn(one, input) >= mails)
}

/** How many mails more the cap of a sequence lets go now. */
function roomIn(sequence: Sequence, { lead, nowMs }: StepInput): number {
  const cap = capOf(sequence)
  if (!cap) return Number.POSITIVE_INFINITY
  return cap.emails - lead.mailbox.claims.filter(({ at }) => fromInstant(at) > nowMs - cap.perMs).length
}
