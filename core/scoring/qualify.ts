import type { Profile, Stage } from '../leads/lead.ts'
import { stages } from '../leads/lead.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { type Bar, mqlBar, qualifyBar } from './dial.ts'
import type { ScoringModel } from './model.ts'
import type { Score } from './score.ts'

/** One thing that keeps a lead under a bar. */
export interface Gap {
  readonly gate: 'score' | 'fit' | 'interest' | 'indicators' | 'act'
  readonly has: number
  readonly needs: number
}

/** What was decided about a lead; absent is unchanged. */
export interface Decision {
  readonly stage?: Stage
  readonly qualification?: NonNullable<Profile['qualification']>
}

/**
 * What this lead's score makes of it. "Fit and interest are two gates: a perfect fit that did nothing after capture never qualifies,
 * nor does interest without fit." "Hysteresis, so nobody flaps."
 */
export function decideQualification(model: ScoringModel, score: Score, lead: LeadState, nowMs: number): Decision {
  const qualification = nextQualification(model, score, lead, nowMs)
  const ripe = qualification?.state === 'qualified' || gapsTo(mqlBar(model), score).length === 0
  const rises = ripe && stages.indexOf(lead.profile.stage) < stages.indexOf('mql')
  return { ...(rises && { stage: 'mql' as const }), ...(qualification && { qualification }) }
}

/** What keeps the lead under this bar; nothing when it is over it. */
export function gapsTo(bar: Bar, score: Score): Gap[] {
  const gaps: Gap[] = [
    { gate: 'score', has: score.total, needs: bar.score },
    { gate: 'fit', has: score.fit, needs: bar.fitAtLeast },
    { gate: 'interest', has: score.interest, needs: bar.interestAtLeast },
    { gate: 'indicators', has: score.indicators.length, needs: bar.indicators },
    { gate: 'act', has: actedSinceCapture(score) ? 1 : 0, needs: 1 },
  ]
  return gaps.filter(({ has, needs }) => has < needs)
}

/** "One submission of one form qualifies nobody, unless that form says `intent: explicit`": something must have followed the capture. */
export function actedSinceCapture({ explicit, actedAt, capturedAt }: Score): boolean {
  return explicit || (actedAt !== undefined && (capturedAt === undefined || actedAt > capturedAt))
}

function nextQualification(
  model: ScoringModel,
  score: Score,
  lead: LeadState,
  nowMs: number,
): Decision['qualification'] {
  const bar = qualifyBar(model, nowMs)
  const { qualification: before } = lead.profile
  const k = before?.k ?? 0
  const at = toInstant(nowMs)
  if (before?.state === 'qualified' && gapsTo({ ...bar, score: bar.dropBelow }, score).length > 0) {
    return { k, state: 'dropped', at }
  }
  if (gapsTo(bar, score).length > 0 || lead.handoffs.some(isWithSales)) return undefined
  const settledAt = whenSettled(lead)
  if (before && (settledAt === undefined || score.actedAt === undefined || score.actedAt <= settledAt)) return undefined
  return { k: k + 1, state: 'qualified', at }
}

/** When qualification k was over: dropped, or its hand-off answered or ended by sales, whichever came last; undefined while it stands. */
function whenSettled({ profile, handoffs }: LeadState): string | undefined {
  const { qualification } = profile
  if (!qualification) return undefined
  const dropped = qualification.state === 'dropped' ? [qualification.at] : []
  const answered = handoffs
    .filter(({ k }) => k === qualification.k)
    .flatMap(({ outcome, answer }) => outcome?.at ?? answer?.at ?? [])
  return [...dropped, ...answered].sort().at(-1)
}
