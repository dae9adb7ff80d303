import type { Activity } from '../leads/activity.ts'
import { fromInstant, toInstant } from '../names.ts'
import { answerFact, outcomeFact } from './facts.ts'
import type { AskedFindings, FindingName, Found } from './finding.ts'
import { missingFindings, qualify } from './findings.ts'
import { tellingFormer } from './former-owner.ts'
import type { Handoff } from './handoff.ts'
import { nextLook } from './keep-sla.ts'

export type AnswerKind = NonNullable<Handoff['answer']>['kind']

/** What one of the staff says to a hand-off. */
export interface Answering {
  readonly kind: AnswerKind
  readonly by: string
  readonly reason?: string | undefined
  readonly note?: string | undefined
  /** Recycled until then. */
  readonly parkUntil?: string | undefined
  /** Whoever accepts has the lead from then on, if it is one of the staff. */
  readonly takes?: boolean
  /** Accepted: what the funnel asks sales to find out by then. */
  readonly asks?: AskedFindings | undefined
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
  const { kind, by, reason, note, parkUntil, takes, asks } = answering
  const at = toInstant(nowMs)
  if (handoff.state !== 'open') {
    return { result: 'late', handoff: withLate(handoff, { kind, at, by, ...why(answering) }) }
  }
  const changesHands = kind === 'accepted' && takes === true && by !== handoff.owner
  const answer = { kind, at, by, ...why({ reason, note }), ...(parkUntil && { parkUntil }) }
  const answered: Handoff = {
    ...handoff,
    state: kind,
    answer,
    ...(kind === 'accepted' && { asks }),
    duties: handoff.duties.map((duty) => (duty.what === 'answer' && !duty.metAt ? { ...duty, metAt: at } : duty)),
    // Nobody has to be told of what is answered; a breach that happened is still told, and so is who lost the lead.
    tells: handoff.tells.filter(
      ({ template }) => template === 'handoff-moved' || (kind === 'accepted' && template === 'handoff-escalated'),
    ),
    ...(changesHands && {
      owner: by,
      routedBy: `taken by ${by}`,
      previousOwners: [...handoff.previousOwners, handoff.owner],
    }),
  }
  const told = changesHands ? tellingFormer(answered, handoff.owner, at) : answered
  // At once where somebody is to be told that another has the lead.
  const isLost = told.tells.some(({ template }) => template === 'handoff-moved')
  const first = { ...told, due: isLost ? at : nextLook(told, nowMs) }
  return { result: 'first', handoff: first, fact: answerFact(first, answer) }
}

/** Keeps beside what came too late, once for each person; undefined where it is kept already, or too much is. */
function withLate(handoff: Handoff, late: Handoff['late'][number]): Handoff | undefined {
  const known = handoff.late.some(({ kind, by }) => kind === late.kind && by === late.by)
  return known || handoff.late.length >= lateAtMost ? undefined : { ...handoff, late: [...handoff.late, late] }
}

export interface Reporting {
  readonly result: 'opportunity' | 'won' | 'lost'
  readonly by: string
  readonly revenue?: number | undefined
  /** How far an opportunity is, and what it may bring. */
  readonly stage?: string | undefined
  readonly value?: number | undefined
  readonly reason?: string | undefined
  readonly note?: string | undefined
  /** Lost: when the lead is nurtured again. */
  readonly until?: string | undefined
  /** What sales found, where it says so with the outcome. */
  readonly found?: Found | undefined
  /** A CRM says it, which knows nothing of findings: the deal counts without them. */
  readonly elsewhere?: boolean
}

/** As {@link Answered}; `same`: it says nothing new of the opportunity. `early`: nobody accepted the lead yet. `missing`: what was asked is not found yet. */
export type Reported =
  | { readonly result: 'first'; readonly handoff: Handoff; readonly facts: readonly Activity[] }
  | { readonly result: 'late'; readonly handoff: Handoff | undefined }
  | { readonly result: 'missing'; readonly missing: readonly FindingName[] }
  | { readonly result: 'same' | 'early' }

/**
 * What became of an accepted lead: an opportunity, whose stage and value may change while it is one, then won or lost, once. What comes after that, or says
 * opportunity of one that was given back, is late. "SQL only with need and authority filled in": no opportunity and no win without what the funnel asked, said before or
 * with it.
 */
export function judgeOutcome(handoff: Handoff, reporting: Reporting, nowMs: number): Reported {
  const { result, by, revenue, stage, value, until } = reporting
  const at = toInstant(nowMs)
  if (handoff.state === 'open') return { result: 'early' }
  if (handoff.state !== 'accepted' && handoff.state !== 'opportunity') {
    return { result: 'late', handoff: withLate(handoff, { kind: result, at, by, ...why(reporting) }) }
  }
  const qualified = reporting.found ? qualify(handoff, { by, found: reporting.found }, nowMs) : undefined
  const known = qualified?.result === 'changed' ? qualified.handoff : handoff
  const missing = missingFindings(known, reporting.found)
  if (missing.length > 0 && result !== 'lost' && !reporting.elsewhere) return { result: 'missing', missing }
  const before = handoff.outcome
  const outcome = {
    result,
    at,
    by,
    // What was said of the opportunity stands until something else is said.
    ...kept({ stage: stage ?? before?.stage, value: value ?? before?.value, revenue: revenue ?? before?.revenue }),
    ...why(reporting),
    ...(result === 'lost' && kept({ until })),
  }
  const moved = handoff.state === 'opportunity'
  const found = qualified?.result === 'changed' ? [qualified.fact] : []
  if (moved && result === 'opportunity' && isSameDeal(before, outcome)) {
    return found.length > 0 ? { result: 'first', handoff: known, facts: found } : { result: 'same' }
  }
  const reported: Handoff = { ...known, state: result, outcome, tells: [], due: undefined }
  return { result: 'first', handoff: reported, facts: [...found, outcomeFact(reported, outcome, moved)] }
}

/** The hand-off with what became of it, and the facts; undefined where that comes too early or too late, or says nothing new. */
export function reportOutcome(
  handoff: Handoff,
  reporting: Reporting,
  nowMs: number,
): { readonly handoff: Handoff; readonly facts: readonly Activity[] } | undefined {
  const reported = judgeOutcome(handoff, reporting, nowMs)
  return reported.result === 'first' ? reported : undefined
}

type Outcome = NonNullable<Handoff['outcome']>

function isSameDeal(a: Outcome | undefined, b: Outcome): boolean {
  return (['stage', 'value', 'revenue', 'reason', 'note'] as const).every((key) => a?.[key] === b[key])
}

function why({ reason, note }: { reason?: string | undefined; note?: string | undefined }) {
  return { ...(reason && { reason }), ...(note && { note }) }
}

/** Without what is not known. */
function kept<Known extends object>(known: Known) {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Known]?: NonNullable<Known[Name]>
  }
}
