import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod/mini'
import type { LeadQualified, LeadScored } from '../events.ts'
import type { Activity } from '../leads/activity.ts'
import type { Profile } from '../leads/lead.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { scoringCauses } from './acts.ts'
import type { Engagement } from './engagement.ts'
import { scoreOf } from './fold-score.ts'
import { gradeOf } from './grade.ts'
import type { ScoringModel } from './model.ts'
import { type Decision, decideQualification } from './qualify.ts'
import { rulesOf } from './rules.ts'
import type { Score } from './score.ts'
import { scoringFacts } from './scoring-facts.ts'
import type { StoredScore } from './stored-score.ts'
import type { Threshold } from './threshold.ts'

/** The published model that scores. */
export interface ModelVersion {
  readonly id: string
  readonly version: number
  readonly value: ScoringModel
  /** Did marketing and sales both agree to it? "Until a model is approved nothing is forwarded by score." */
  readonly agreed: boolean
  /** The bar that sales set for just this version, within the bounds that it has. */
  readonly threshold?: Threshold | undefined
}

/** What scoring makes of a lead now. */
export interface Rescored {
  readonly score: Score
  /** What changes of the profile; undefined when nothing does. */
  readonly set: Partial<Profile> | undefined
  /** The decision or change as `LeadChanged` tells it. */
  readonly cause: { readonly type: string; readonly id: string; readonly at: string; readonly data: Activity['data'] }
  /** Present when the numbers changed. */
  readonly scored: z.input<typeof LeadScored.schema> | undefined
  /** Present when the lead became sales-ready. */
  readonly qualified: z.input<typeof LeadQualified.schema> | undefined
  /** It is ripe, and waits to be forwarded. */
  readonly waits: boolean
}

/**
 * Scores a lead and decides what follows. A score like the one before changes nothing, so that scoring never sets itself going. Who is ripe by time or
 * by another model alone is forwarded in turn (`forwards` is false), so that sales is never flooded.
 */
export function decideScore(
  model: ModelVersion,
  lead: LeadState,
  engagement: Engagement,
  nowMs: number,
  forwards = true,
): Rescored {
  const { profile } = lead
  const { leadId } = profile
  const score = scoreOf(rulesOf(model.value), scoringFacts(profile), engagement)
  const deciding = { threshold: model.threshold, forwards: forwards && model.agreed }
  const { waits = false, ...decision } = decideQualification(model.value, score, lead, nowMs, deciding)
  const at = toInstant(nowMs)
  const { total, fit, interest, indicators } = score
  const grade = gradeOf(model.value, score).says
  const version = { model: model.id, modelVersion: model.version }
  const before = profile.score
  const numbersChanged = before?.total !== total || before.fit !== fit || before.interest !== interest
  const versionChanged = before?.model !== model.id || before.modelVersion !== model.version
  // Sequences ask for these, too: a lead that was scored before they were kept here gets them when it is looked at again.
  const saysElse = before?.grade !== grade || !isDeepStrictEqual(before.indicators, indicators)
  const mqlAt = decision.stage ? at : before?.mqlAt
  const rescored =
    numbersChanged || versionChanged || saysElse || decision.stage
      ? { score: { total, fit, interest, grade, indicators, ...version, at, ...(mqlAt && { mqlAt }) } }
      : undefined
  const set = { ...rescored, ...decision }
  const { qualification } = decision
  return {
    score,
    set: Object.keys(set).length > 0 ? set : undefined,
    cause: { ...nameOf(decision, at), at, data: { ...version, total, fit, interest, k: qualification?.k ?? null } },
    scored: numbersChanged
      ? { leadId, total, fit, interest, ...version, at, stage: decision.stage ?? profile.stage }
      : undefined,
    qualified: qualification?.state === 'qualified' ? { leadId, k: qualification.k, total, ...version, at } : undefined,
    waits,
  }
}

/** Does this cause of a `LeadChanged` come from scoring (or is it a decision that no score hangs on)? */
export function isScorings(causeType: string): boolean {
  return scoringCauses.includes(causeType)
}

/** The activities that keep this profile's decisions, without those that are recorded. "Every change of stage cites the criterion and its version." */
export function decisionsToRecord(profile: Profile, recorded: StoredScore['recorded']): Activity[] {
  const { leadId, qualification, score } = profile
  if (!score) return []
  const { total, fit, interest, model, modelVersion, mqlAt } = score
  const data = { total, fit, interest, model, modelVersion }
  const due: Activity[] = []
  if (mqlAt && mqlAt !== recorded.mqlAt) {
    due.push({
      leadId,
      id: 'stage-mql',
      type: 'stage-changed',
      at: mqlAt,
      data: { ...data, to: 'mql', criterion: 'mql' },
    })
  }
  // Of what sales handed in the hand-off keeps the fact.
  if (qualification && !qualification.handedIn && nameOfQualification(qualification) !== recorded.qualification) {
    const { k, state, at } = qualification
    const id = nameOfQualification(qualification)
    due.push({ leadId, id, type: state, at, data: { ...data, k, criterion: 'qualify' } })
  }
  return due
}

/** What is recorded once {@link decisionsToRecord} are written. */
export function recordedOf({ qualification, score }: Profile): StoredScore['recorded'] {
  return {
    ...(qualification && { qualification: nameOfQualification(qualification) }),
    ...(score?.mqlAt && { mqlAt: score.mqlAt }),
  }
}

function nameOf({ stage, qualification }: Decision, at: string) {
  if (qualification) return { type: qualification.state, id: nameOfQualification(qualification) }
  return stage ? { type: 'stage-changed', id: `stage-${stage}` } : { type: 'scored', id: `scored-${Date.parse(at)}` }
}

function nameOfQualification({ k, state }: NonNullable<Profile['qualification']>): string {
  return `${state}-${k}`
}
