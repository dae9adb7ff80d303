import type { LeadState } from '../leads/lead-status.ts'
import type { Enrolment } from './enrolment.ts'
import { metOf } from './exits.ts'
import type { Sequence } from './sequence.ts'

/**
 * What the sequence is for has happened: in words, or undefined while it has not. It ends the enrolment as `goal`, counted apart from exits. A goal that is
 * reached in the same moment as an exit counts: the lead did what it was asked for.
 */
export function goalReached(
  sequence: Sequence,
  enrolment: Enrolment,
  lead: LeadState,
  nowMs: number,
): string | undefined {
  const { goal } = sequence
  if (!goal || lead.mailbox.erasedAt) return undefined
  const met = metOf(goal, sequence, enrolment, lead, nowMs)
  return met && `goal reached: ${met}`
}
