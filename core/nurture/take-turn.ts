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
 * priority the one goes that comes first, and of those whose clocks ring at once the one that came to its mail first. It only ever waits, so a wrong guess about
 * the others costs time and no mail. `taken`: what those steps came to, where that is known.
 */
export function takeTurn(input: StepInput, rivals: readonly Rival[], taken: Taken = takeSteps(input)): Taken {
  if (taken.decision.kind !== 'send' || taken.isTried) return taken
  const own = { sequence: input.sequence, enrolment: taken.enrolment }
  const before = rivals
    .flatMap((rival) => mailOf(input, rival) ?? [])
    .filter((theirs) => turn(theirs, own) < 0 && (isHigher(theirs, own) || isDue(theirs, input.nowMs)))
  const [first] = before.sort(turn)
  if (!first || hasRoomForAll(input, before)) return taken
  const { nowMs } = input
  const others = before.map(({ enrolment }) => (enrolment.due ? fromInstant(enrolment.due) : nowMs))
  const dueMs = Math.max(nowMs, ...others) + afterTheOtherMs
  const why = isHigher(first, own) ? 'priority' : 'turn'
  return { ...taken, decision: { kind: 'wait', held: `${why} of ${first.sequence.id}`, dueMs, clock: true } }
}

/** Where it stands, if it would mail now by all that holds it. A mail that was tried is counted by the cap already. */
function mailOf(input: StepInput, { sequence, enrolment }: Rival): Rival | undefined {
  if (enrolment.state !== 'active') return undefined
  const taken = takeSteps({ ...input, sequence, enrolment })
  return taken.decision.kind === 'send' && !taken.isTried ? { sequence, enrolment: taken.enrolment } : undefined
}

function isHigher(one: Rival, other: Rival): boolean {
  return one.sequence.priority > other.sequence.priority
}

/** Does its clock ring by now? An equal one that tries again later, since its mail can't go or be made, is not waited for. */
function isDue({ enrolment: { due } }: Rival, nowMs: number): boolean {
  return due === undefined || fromInstant(due) <= nowMs
}

/**
 * Which of two mails goes first, as a sort has it: by priority, else the one that came to its step in an earlier minute (clocks ring some time within a second of when
 * they should), else by name.
 */
function turn({ sequence: one, enrolment }: Rival, { sequence: other, enrolment: others }: Rival): number {
  return (
    other.priority - one.priority || minuteOf(enrolment.since) - minuteOf(others.since) || (one.id < other.id ? -1 : 1)
  )
}

function minuteOf(at: string): number {
  return Math.floor(fromInstant(at) / 60_000)
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
