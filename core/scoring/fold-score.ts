import type { Facts } from '../condition.ts'
import {
  addFacts,
  type Engagement,
  type Fact,
  givesUntil,
  inOrder,
  noEngagement,
  type RuleSum,
  silentSince,
} from './engagement.ts'
import { heldByGroups } from './groups.ts'
import type { ScoringModel } from './model.ts'
import { type EngagementRule, type Rules, rulesOf } from './rules.ts'
import type { Score, ScorePart } from './score.ts'

/** The score of a lead at a time, from its answers and all its facts, in any order and with any repeats. */
export function foldScore(model: ScoringModel, lead: Facts, facts: readonly Fact[], atMs: number): Score {
  const rules = rulesOf(model)
  return scoreOf(rules, lead, addFacts(rules, noEngagement, inOrder(facts), atMs))
}

/**
 * The score at the time of the engagement. Each rule's part is rounded to whole points and the total is the sum of the parts,
 * so that what people see adds up.
 */
export function scoreOf(rules: Rules, lead: Facts, engagement: Engagement): Score {
  const parts: ScorePart[] = []
  let fit = 0
  for (const { name, holds, points } of rules.fit) {
    if (!holds(lead)) continue
    parts.push({ rule: name, kind: 'fit', points, full: points, facts: 0 })
    fit += points
  }
  let interest = 0
  for (const rule of rules.engagement) {
    const found = engagement.sums[rule.index]
    if (!found) continue
    const points = pointsOf(found, rule, engagement.atMs)
    if (points === undefined) continue
    parts.push({ rule: rule.name, kind: 'engagement', points, full: found.full, facts: found.facts, last: found.last })
    interest += points
  }
  if (rules.groups.length > 0) interest -= heldByGroups(rules, parts)
  const since = silentSince(engagement)
  if (since !== undefined) {
    for (const { name, points, afterMs } of rules.inactivity) {
      if (engagement.atMs - Date.parse(since) <= afterMs) continue
      parts.push({ rule: name, kind: 'engagement', points, full: points, facts: 0, last: since })
      interest += points
    }
  }
  const { capturedAt, actedAt, explicit } = engagement
  return {
    total: fit + interest,
    fit,
    interest,
    parts,
    indicators: rules.indicators.filter(({ holds }) => holds(lead)).map(({ id }) => id),
    ...(capturedAt !== undefined && { capturedAt }),
    ...(actedAt !== undefined && { actedAt }),
    explicit,
  }
}

/** What a rule gives of what it has gathered, in whole points; undefined where it counts within a time and too few lie in it. */
function pointsOf(found: RuleSum, rule: EngagementRule, atMs: number): number | undefined {
  if (!rule.window) return wholePoints(capped(found.sum, rule))
  const untilMs = givesUntil(found, rule.window)
  return untilMs !== undefined && atMs <= untilMs ? rule.points : undefined
}

/** "The rule's sum stops at `cap`", on either side of zero. */
export function capped(sum: number, { cap }: Pick<EngagementRule, 'cap'>): number {
  return Math.max(-cap, Math.min(cap, sum))
}

/** Halves round up. The last digits of a sum depend on the way it was made (whole, or on top of a snapshot): they may not decide. */
export function wholePoints(left: number): number {
  return Math.floor(left + 0.5 + 1e-6)
}
