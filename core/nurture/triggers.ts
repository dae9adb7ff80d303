import { type Facts, holds } from '../condition.ts'
import { openEnrolmentsAtMost } from '../consent/decide-send.ts'
import { durationMs } from '../duration.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { fromInstant, toInstant } from '../names.ts'
import { type Enrolment, isOpen } from './enrolment.ts'
import { reasonToExit } from './exits.ts'
import { goalReached } from './goal.ts'
import { nextByBand } from './idle.ts'
import { holdsFor } from './lead-facts.ts'
import { asksForLists, isOnlyListed } from './only-listed.ts'
import type { Sequence } from './sequence.ts'

/** How long ago an act may be to start a sequence: a sequence published today does not mail those of last year. */
const freshMs = 30 * 86_400_000

/** What happened where nothing did but that time passed: conditions on activity may hold by now. No fact is called so. */
export const timePassed = 'time-passed'

/** The fact or decision that changed the lead, where there is one. */
export interface Happening {
  readonly type: string
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * The sequences that this lead enters now, by their triggers. Those for idle leads count only where no other one takes it, and then the one with the
 * highest band alone. Who only stood on a list enters by a trigger that asks for lists.
 */
export function sequencesToEnter(
  sequences: readonly Sequence[],
  lead: LeadState,
  happening: Happening | undefined,
  nowMs: number,
): Sequence[] {
  const open = lead.enrolments.filter(isOpen)
  const listed = isOnlyListed(lead.profile)
  const enterable = sequences
    .filter((sequence) => !listed || asksForLists(sequence))
    .filter((sequence) => !reasonNotToEnter(sequence, lead, nowMs))
  const triggered = enterable
    .filter(({ trigger }) => trigger && !('idle' in trigger))
    .filter((sequence) => triggers(sequence, lead, happening, nowMs))
    // Whoever is entered first may mail before the other is there.
    .sort((one, other) => other.priority - one.priority)
    .slice(0, openEnrolmentsAtMost - open.length)
  if (triggered.length > 0 || open.some(({ newsletter }) => !newsletter)) return triggered
  const next = nextByBand(enterable, lead, nowMs)
  return next ? [next] : []
}

/** What a trigger looks at of a lead. */
type Standing = Pick<LeadState, 'profile' | 'enrolments'>

/**
 * Does the trigger hold for this lead as it stands, though nothing happened to it? So it does for who has the tag, is at the stage, is in the segment, or posted
 * the form of late, when a sequence is published: none of them comes in by that alone.
 */
export function triggersAsItStands(sequence: Sequence, lead: Standing, nowMs: number): boolean {
  if (isOnlyListed(lead.profile) && !asksForLists(sequence)) return false
  return triggers(sequence, lead, undefined, nowMs)
}

/** Why this lead can't enter this sequence now, whoever asks; undefined when it can. */
export function reasonNotToEnter(sequence: Sequence, lead: LeadState, nowMs: number): string | undefined {
  const earlier = lead.enrolments.filter((one) => one.sequence === sequence.id)
  if (earlier.some(isOpen)) return 'already inside'
  if (lead.enrolments.filter(isOpen).length >= openEnrolmentsAtMost) {
    return `in ${openEnrolmentsAtMost} sequences already`
  }
  const last = latest(earlier)
  // Who left it for another band of the score comes back when the score does, and is led past what it had.
  if (last && !last.crossed) {
    const reEntry = sequence['re-entry']
    if (reEntry === 'never') return 'was inside before, and re-entry is never'
    const after = fromInstant(last.endedAt ?? last.startedAt) + durationMs(reEntry.replace('after ', ''))
    if (after > nowMs) return `was inside before, and re-entry is ${reEntry}`
  }
  const fresh = freshEnrolment(sequence, 1, lead, 1, nowMs)
  return reasonToExit(sequence, fresh, lead, nowMs) ?? goalReached(sequence, fresh, lead, nowMs)
}

/** A new enrolment of this lead, at its first step and due now. */
export function freshEnrolment(
  sequence: Sequence,
  version: number,
  lead: LeadState,
  n: number,
  dueMs: number,
): Enrolment {
  const at = toInstant(dueMs)
  return {
    leadId: lead.profile.leadId,
    enrolmentId: `${sequence.id}.${n}`,
    sequence: sequence.id,
    version,
    n,
    state: 'active',
    step: sequence.steps[0]?.id ?? 'end',
    since: at,
    visit: 0,
    generation: 1,
    wakeSeq: 0,
    due: at,
    sent: {},
    clicked: {},
    seen: {},
    splits: {},
    startedAt: at,
    loops: 0,
    ...(sequence.newsletter && { newsletter: true }),
  }
}

function triggers(sequence: Sequence, lead: Standing, happening: Happening | undefined, nowMs: number): boolean {
  const { trigger, segments } = sequence
  if (!trigger) return false
  const asked = { profile: lead.profile, nowMs, segments }
  if ('segment' in trigger) {
    return holdsFor(typeof trigger.segment === 'string' ? { segment: trigger.segment } : trigger.segment, asked)
  }
  if (trigger.when && !holdsFor(trigger.when, asked)) return false
  if ('form' in trigger) return cameByForm(trigger.form, sequence, lead, happening, nowMs)
  if ('stage' in trigger) return isFreshlyAt(trigger.stage, lead, nowMs)
  if ('tag' in trigger) return lead.profile.tags.includes(trigger.tag)
  if ('event' in trigger) {
    return (
      happening?.type === trigger.event &&
      happening.data.machine !== true &&
      isNews(happening, sequence, lead, nowMs) &&
      (!trigger.where || holds(trigger.where, happening.data as Facts))
    )
  }
  return false
}

/** The form's post, or the confirmation of what it asked for; the last touch tells it too, should the event be missed. */
function cameByForm(
  form: string,
  sequence: Sequence,
  lead: Standing,
  happening: Happening | undefined,
  nowMs: number,
): boolean {
  const told =
    (happening?.type === 'form-submitted' || happening?.type === 'consent-granted') && happening.data.form === form
  if (told && isNews(happening, sequence, lead, nowMs)) return true
  const { lastTouch } = lead.profile
  return lastTouch?.form === form && isNews(lastTouch, sequence, lead, nowMs)
}

/** An act of the last 30 days that has not brought the lead here before: a repeated event brings nobody in twice. */
function isNews({ at }: { at: string }, sequence: Sequence, lead: Standing, nowMs: number): boolean {
  const before = latest(lead.enrolments.filter((one) => one.sequence === sequence.id))
  return isFresh(at, nowMs) && (!before || at > before.startedAt)
}

/** A customer of years is not onboarded because a sequence was published today; for other stages being there is enough. */
function isFreshlyAt(stage: string, { profile }: Standing, nowMs: number): boolean {
  if (profile.stage !== stage) return false
  return stage !== 'customer' || (profile.customerSince !== undefined && isFresh(profile.customerSince, nowMs))
}

function isFresh(at: string, nowMs: number): boolean {
  return fromInstant(at) > nowMs - freshMs
}

function latest(enrolments: readonly Enrolment[]): Enrolment | undefined {
  return [...enrolments].sort((a, b) => b.n - a.n)[0]
}
