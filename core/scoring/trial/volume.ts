import * as z from 'zod/mini'
import type { Facts } from '../../condition.ts'
import { qualifyBar } from '../dial.ts'
import { addFacts, type Engagement, type Fact, inOrder, noEngagement } from '../engagement.ts'
import { scoreOf } from '../fold-score.ts'
import type { ScoringModel } from '../model.ts'
import { gapsTo } from '../qualify.ts'
import { rulesOf } from '../rules.ts'

/** So many weeks of the past are looked at. */
export const weeksBack = 13
const weekMs = 7 * 86_400_000

/** How many leads were over each bar by what they did, each once, by week, oldest first. */
export const volume = z.object({ leads: z.int(), endsMs: z.number(), over: z.record(z.string(), z.array(z.int())) })
export type Volume = z.infer<typeof volume>

/** A dozen bars around those that the model names: where sales may set it, or from an MQL's to twice that distance over its own. */
export function barsOf({ mql, qualify, dial }: ScoringModel): number[] {
  const { bounds, score } = qualify
  const least = bounds?.['at-least'] ?? mql.score
  const most = bounds?.['at-most'] ?? Math.max(score + (score - mql.score), score + 5)
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => (most - least) / one <= 10) ?? 1_000
  const round: number[] = []
  for (let bar = Math.ceil(least / step) * step; bar <= most; bar += step) round.push(bar)
  return [...new Set([least, ...round, most, score, ...dial.map((one) => one.score)])].sort((a, b) => a - b)
}

export function noVolume(model: ScoringModel, nowMs: number): Volume {
  const empty = () => Array.from({ length: weeksBack }, () => 0)
  return { leads: 0, endsMs: nowMs, over: Object.fromEntries(barsOf(model).map((bar) => [String(bar), empty()])) }
}

/**
 * When this lead first was over each bar by an act in these weeks, counted in: each lead once at each bar, so that a higher bar never gives more. Scores rise only
 * when something happens, so each fact is looked at. Answers are those of today: what was answered later counts from the first fact on.
 */
export function countVolume(before: Volume, model: ScoringModel, lead: Facts, given: readonly Fact[]): Volume {
  const rules = rulesOf(model)
  const facts = inOrder(given)
  const startMs = before.endsMs - weeksBack * weekMs
  const bar = qualifyBar({ ...model, dial: [] }, before.endsMs)
  const left = new Set(Object.keys(before.over).map(Number))
  const over: Record<string, number[]> = { ...before.over }
  let engagement: Engagement = noEngagement
  for (const fact of facts) {
    if (left.size === 0) break
    const atMs = Date.parse(fact.at)
    if (atMs > before.endsMs) break
    engagement = addFacts(rules, engagement, [fact], atMs)
    if (atMs < startMs) continue
    const score = scoreOf(rules, lead, engagement)
    if (gapsTo({ ...bar, score: Number.NEGATIVE_INFINITY }, score).length > 0) continue
    for (const one of left) {
      if (score.total < one) continue
      left.delete(one)
      const week = Math.min(weeksBack - 1, Math.floor((atMs - startMs) / weekMs))
      over[one] = (over[one] ?? []).map((count, index) => count + (index === week ? 1 : 0))
    }
  }
  return { ...before, leads: before.leads + 1, over }
}

/** What each bar would have given in a week. */
export interface BarVolume {
  readonly score: number
  readonly aWeek: number
  readonly fewest: number
  readonly most: number
  /** Where sales said what it can take: does the average fit in it? */
  readonly fits?: boolean
}

export function barsInWeeks({ over }: Volume, perWeek: number | null): BarVolume[] {
  return Object.entries(over)
    .map(([score, weeks]) => ({ score: Number(score), weeks }))
    .sort((a, b) => a.score - b.score)
    .map(({ score, weeks }) => {
      const aWeek = Math.round((weeks.reduce((sum, one) => sum + one, 0) / weeksBack) * 10) / 10
      return {
        score,
        aWeek,
        fewest: Math.min(...weeks),
        most: Math.max(...weeks),
        ...(perWeek !== null && { fits: aWeek <= perWeek }),
      }
    })
}
