import type { Activity } from '../leads/activity.ts'
import { isWithSales } from '../leads/lead-status.ts'
import { fromInstant, toInstant } from '../names.ts'
import { answerHandoff } from './answer.ts'
import { meetDuties, meetingFact } from './facts.ts'
import type { AskedFindings } from './finding.ts'
import type { Handoff } from './handoff.ts'

/** Nobody agrees on a meeting that lies further ahead. */
const aheadAtMostMs = 366 * 86_400_000

/** What is wrong with the time of a meeting; undefined when it will do. One of today may have begun. */
export function problemOfMeeting(on: string, nowMs: number): string | undefined {
  const onMs = fromInstant(on)
  if (onMs < nowMs - 86_400_000) return 'give the time of a meeting that is still to come'
  return onMs > nowMs + aheadAtMostMs ? 'give a time within a year' : undefined
}

export interface Meeting {
  readonly by: string
  /** When it is. */
  readonly on: string
  /** Whoever agrees on a meeting for a lead that nobody answered has it from then on, if it is one of the staff. */
  readonly takes?: boolean
  /** What the funnel asks sales to find out, where it is accepted by this. */
  readonly asks?: AskedFindings | undefined
}

/**
 * The hand-off with a meeting that was agreed on, which says yes to a lead that nobody answered yet, and meets the duties that ask for one. Undefined when sales has
 * not got the lead any more. The same meeting once more changes nothing.
 */
export function agreeOnMeeting(
  handoff: Handoff,
  { by, on, takes = false, asks }: Meeting,
  nowMs: number,
): { readonly handoff: Handoff; readonly facts: readonly Activity[] } | undefined {
  if (!isWithSales(handoff)) return undefined
  if (handoff.meeting?.on === on) return { handoff, facts: [] }
  const answered = answerHandoff(handoff, { kind: 'accepted', by, takes, asks }, nowMs)
  const accepted = answered.result === 'first' ? answered.handoff : handoff
  const meeting = { at: toInstant(nowMs), by, on }
  const fact = meetingFact(accepted, meeting)
  const met = meetDuties({ ...accepted, meeting }, [fact], nowMs)
  return { handoff: met, facts: [...(answered.result === 'first' ? [answered.fact] : []), fact] }
}
