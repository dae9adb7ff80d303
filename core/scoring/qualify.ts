import type { Profile, Stage } from '../leads/lead.ts'
import { stages } from '../leads/lead.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { awaitsReaction } from '../leads/reaction.ts'
import { toInstant } from '../names.ts'
import { type Bar, dropBelow, mqlBar, qualifyBar } from './dial.ts'
import type { ScoringModel } from './model.ts'
import type { Score } from './score.ts'
import type { Threshold } from './threshold.ts'

/** One thing that keeps a lead under a bar. */
export interface Gap {
  readonly gate: 'score' | 'fit' | 'interest' | 'indicators' | 'act' | 'reaction'
  readonly has: number
  readonly needs: number
}

/** What was decided about a lead; absent is unchanged. */
export interface Decision {
  readonly stage?: Stage
  readonly qualification?: NonNullable<Profile['qualification']>
  /** It is ripe and not forwarded yet: it waits for its turn, or for a model that both sides agreed to. */
  readonly waits?: true
}

/** What decides with the model. */
export interface Deciding {
  /** The bar that sales set beside the model's. */
  readonly threshold?: Threshold | undefined
  /** May who is ripe now be forwarded now? */
  readonly forwards?: boolean
}

/**
 * What this lead's score makes of it. "Fit and interest are two gates: a perfect fit that did nothing after capture never qualifies,
 * nor does interest without fit." "Hysteresis, so nobody flaps."
 */
export function decideQualification(
  model: ScoringModel,
  score: Score,
  lead: LeadState,
  nowMs: number,
  { threshold, forwards = true }: Deciding = {},
): Decision {
  const decided = nextQualification(model, score, lead, nowMs, threshold)
  const waits = decided?.state === 'qualified' && !forwards
  const qualification = waits ? undefined : decided
  const ripe =
    decided?.state === 'qualified' || (gapsTo(mqlBar(model), score).length === 0 && !awaitsReaction(lead.profile))
  const rises = ripe && stages.indexOf(lead.profile.stage) < stages.indexOf('mql')
  return {
    ...(rises && { stage: 'mql' as const }),
    ...(qualification && { qualification }),
    ...(waits && { waits }),
  }
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
  threshold: Threshold | undefined,
): Decision['qualification'] {
  const bar = qualifyBar(model, nowMs, threshold)
  const { qualification: before } = lead.profile
  const k = before?.k ?? 0
  const at = toInstant(nowMs)
  // What sales said of a lead no score takes back.
  if (before?.state === 'qualified' && !before.handedIn) {
    const under = dropBelow(model, Date.parse(before.at), nowMs, threshold)
    if (gapsTo({ ...bar, score: under }, score).length > 0) return { k, state: 'dropped', at }
  }
  if (gapsTo(bar, score).length > 0 || awaitsReaction(lead.profile) || lead.handoffs.some(isWithSales)) return undefined
  const settledAt = whenSettled(lead)
  if (before && (settledAt === undefined || score.actedAt === undefined || score.actedAt <= settledAt)) return undefined
  // What sales said of a lead that is merged into this one it said of the person.
  const saidOfPerson = endedElsewhere(lead)
  if (saidOfPerson !== undefined && (score.actedAt === undefined || score.actedAt <= saidOfPerson)) return undefined
  return { k: k + 1, state: 'qualified', at }
}

/** When sales last let go of a lead that is merged into this one. */
function endedElsewhere({ profile, handoffs }: LeadState): string | undefined {
  const others = handoffs.filter(({ leadId }) => leadId !== profile.leadId)
  return others
    .flatMap(({ outcome, answer }) => outcome?.at ?? answer?.at ?? [])
    .sort()
    .at(-1)
}

/** When qualification k was over: dropped, or its hand-off answered or ended by sales, whichever came last; undefined while it stands. */
function whenSettled({ profile, handoffs }: LeadState): string | undefined {
  const { qualification } = profile
  if (!qualification) return undefined
  const dropped = qualification.state === 'dropped' ? [qualification.at] : []
  const answered = handoffs
    .filter(({ k, leadId }) => k === qualification.k && leadId === profile.leadId)
    .flatMap(({ outcome, answer }) => outcome?.at ?? answer?.at ?? [])
  return [...dropped, ...answered].sort().at(-1)
}
