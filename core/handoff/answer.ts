import type { Activity } from '../leads/activity.ts'
import { fromInstant, toInstant } from '../names.ts'
import { answerFact, outcomeFact } from './facts.ts'
import type { Handoff } from './handoff.ts'
import { nextLook } from './keep-sla.ts'

export type AnswerKind = NonNullable<Handoff['answer']>['kind']

/** What one of the staff says to a hand-off. */
export interface Answering {
  readonly kind: AnswerKind
  readonly by: string
  readonly reason?: string | undefined
  /** Recycled until then. */
  readonly parkUntil?: string | undefined
  /** Whoever accepts has the lead from then on, if it is one of the staff. */
  readonly takes?: boolean
}

/** `first`: it counts, once stored. `late`: somebody was first; it is kept beside, unless the same was said by the same person before. */
export type Answered =
  | { readonly result: 'first'; readonly handoff: Handoff; readonly fact: Activity }
  | { readonly result: 'late'; readonly handoff: Handoff | undefined }

/** No lead is parked for longer than this. */
const longestParkingMs = 5 * 366 * 86_400_000
/** What is kept of late answers. */
const lateAtMost = 50

/** What is wrong with a date to park until; undefined when it will do. */
export function problemOfParking(parkUntil: string, nowMs: number): string | undefined {
  const untilMs = fromInstant(parkUntil)
  if (untilMs <= nowMs) return 'give a date in the future'
  return untilMs > nowMs + longestParkingMs ? 'give a date within five years' : undefined
}

/** "One winner when two answer; late answers are recorded as late." Only the first answer to an open hand-off counts. */
export function answerHandoff(handoff: Handoff, answering: Answering, nowMs: number): Answered {
  const { kind, by, reason, parkUntil, takes } = answering
  const at = toInstant(nowMs)
  if (handoff.state !== 'open') {
    const known = handoff.late.some((one) => one.kind === kind && one.by === by)
    if (known || handoff.late.length >= lateAtMost) return { result: 'late', handoff: undefined }
    return { result: 'late', handoff: { ...handoff, late: [...handoff.late, { kind, at, by }] } }
  }
  const changesHands = kind === 'accepted' && takes === true && by !== handoff.owner
  const answer = { kind, at, by, ...(reason && { reason }), ...(parkUntil && { parkUntil }) }
  const answered: Handoff = {
    ...handoff,
    state: kind,
    answer,
    duties: handoff.duties.map((duty) => (duty.what === 'answer' && !duty.metAt ? { ...duty, metAt: at } : duty)),
    // Nobody has to be told of what is answered; a breach that happened is still told.
    tells: kind === 'accepted' ? handoff.tells.filter(({ template }) => template === 'handoff-escalated') : [],
    ...(changesHands && {
      owner: by,
      routedBy: `taken by ${by}`,
      previousOwners: [...handoff.previousOwners, handoff.owner],
    }),
  }
  const first = { ...answered, due: nextLook(answered, nowMs) }
  return { result: 'first', handoff: first, fact: answerFact(first, answer) }
}

export interface Reporting {
  readonly result: 'opportunity' | 'won' | 'lost'
  readonly by: string
  readonly revenue?: number | undefined
  readonly reason?: string | undefined
}

/** What became of an accepted lead: an opportunity, then won or lost, once each; undefined when the state allows none of it any more, or not yet. */
export function reportOutcome(
  handoff: Handoff,
  { result, by, revenue, reason }: Reporting,
  nowMs: number,
): { handoff: Handoff; fact: Activity } | undefined {
  const allowed = handoff.state === 'accepted' || (handoff.state === 'opportunity' && result !== 'opportunity')
  if (!allowed) return undefined
  const outcome = {
    result,
    at: toInstant(nowMs),
    by,
    ...(revenue !== undefined && { revenue }),
    ...(reason && { reason }),
  }
  const reported: Handoff = { ...handoff, state: result, outcome, tells: [], due: undefined }
  return { handoff: reported, fact: outcomeFact(reported, outcome) }
}
