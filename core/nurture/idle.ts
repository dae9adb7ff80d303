import { isDated, isParkedBySales, type LeadState } from '../leads/lead-status.ts'
import { holdsFor } from './lead-facts.ts'
import type { Sequence, Trigger } from './sequence.ts'

/** "When the last one ends, the lead gets the next sequence by its score band": of those that it is idle for, the one with the highest band. */
export function nextByBand(enterable: readonly Sequence[], lead: LeadState, nowMs: number): Sequence | undefined {
  return enterable
    .filter(({ trigger, segments }) => trigger && 'idle' in trigger && isIdleIn(trigger, segments, lead, nowMs))
    .sort(byBand)[0]
}

function isIdleIn(
  trigger: Extract<Trigger, { idle: unknown }>,
  segments: Sequence['segments'],
  lead: LeadState,
  nowMs: number,
): boolean {
  const { profile } = lead
  const { idle } = trigger
  const { parked } = profile
  if (profile.status !== 'parked' || !parked || !idle.after.includes(parked.reason)) return false
  if (isParkedBySales(parked) && isDated(parked, nowMs)) return false
  if (trigger.when && !holdsFor(trigger.when, { profile, nowMs, segments })) return false
  return isInBand(trigger, lead)
}

/** Is the lead's score in the band that this trigger is for? Who was never scored has none. */
export function isInBand(
  { idle }: Extract<Trigger, { idle: unknown }>,
  { profile }: Pick<LeadState, 'profile'>,
): boolean {
  const score = profile.score?.total ?? 0
  return score >= idle['score-from'] && (idle['score-below'] === undefined || score < idle['score-below'])
}

function byBand(a: Sequence, b: Sequence): number {
  return bandOf(b) - bandOf(a) || (a.id < b.id ? -1 : 1)
}

function bandOf({ trigger }: Sequence): number {
  return trigger && 'idle' in trigger ? trigger.idle['score-from'] : 0
}
