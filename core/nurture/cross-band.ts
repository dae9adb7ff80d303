import { durationMs } from '../duration.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { Enrolment } from './enrolment.ts'
import { isInBand, nextByBand } from './idle.ts'
import type { Sequence } from './sequence.ts'
import { reasonNotToEnter } from './triggers.ts'

/**
 * The sequence that takes the lead over, since its score left the band that it was entered here for: of those for idle leads that it could enter now, the one that it
 * would get if this one were over. Undefined while the score is in the band, the enrolment is paused or sales has the lead, and where no other takes it: then it stays.
 */
export function crossesTo(
  sequence: Sequence,
  enrolment: Enrolment,
  lead: LeadState,
  live: readonly Sequence[],
  nowMs: number,
): Sequence | undefined {
  const { trigger } = sequence
  if (
    !enrolment.byBand ||
    enrolment.crossed ||
    enrolment.state !== 'active' ||
    lead.handoffs.some(isWithSales) ||
    !trigger ||
    !('idle' in trigger) ||
    isInBand(trigger, lead)
  )
    return undefined
  const over = asIfOver(lead, enrolment, nowMs)
  const others = live.filter((one) => one.id !== sequence.id && !reasonNotToEnter(one, over, nowMs))
  return nextByBand(others, over, nowMs)
}

/** What an enrolment starts with that the lead's score brings it: it may be moved on by the score, and the mails that it had in this band and others. */
export function enteredByBand(
  { 're-entry': reEntry }: Sequence,
  { enrolments }: Pick<LeadState, 'enrolments'>,
  nowMs: number,
): Pick<Enrolment, 'byBand' | 'had'> {
  // What it may have again by entering anew, it may have again.
  const sinceMs = reEntry === 'never' ? 0 : nowMs - durationMs(reEntry.replace('after ', ''))
  const before = enrolments.filter(
    ({ byBand, endedAt }) => byBand && fromInstant(endedAt ?? toInstant(nowMs)) > sinceMs,
  )
  const had = new Set(
    before.flatMap(({ sent, unconfirmed = [], had = [] }) => [...Object.keys(sent), ...unconfirmed, ...had]),
  )
  return { byBand: true, ...(had.size > 0 && { had: [...had].sort() }) }
}

/** The lead as it would stand with this enrolment ended: idle, since its sequence finished. */
function asIfOver(lead: LeadState, { enrolmentId }: Enrolment, nowMs: number): LeadState {
  const enrolments = lead.enrolments.map(
    (one): Enrolment => (one.enrolmentId === enrolmentId ? { ...one, state: 'exited' } : one),
  )
  const parked = { reason: 'sequences-finished' as const, until: toInstant(nowMs) }
  return { ...lead, enrolments, profile: { ...lead.profile, status: 'parked', parked } }
}
