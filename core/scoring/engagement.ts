import { type Activity, byTimeThenId } from '../leads/activity.ts'
import { isOwnAct } from '../leads/own-acts.ts'
import { isCapture } from './acts.ts'
import { counts, type Rules, weightOf } from './rules.ts'

export type Fact = Pick<Activity, 'id' | 'type' | 'at' | 'data'>

/** What one rule has gathered. */
export interface RuleSum {
  /** Points left at the time of the engagement, before the cap. */
  sum: number
  /** Points without fading. */
  full: number
  facts: number
  /** The newest fact's time. */
  last: string
  /** Of a rule that counts within a time: when its newest facts were, the newest first, as many as it asks for. */
  recent?: string[]
}

/**
 * The facts of a lead, folded by the rules of one model. Fading is exponential, so that a later time only scales the sums
 * and facts can be added at any time.
 */
export interface Engagement {
  /** The time of the sums, in ms. */
  readonly atMs: number
  /** By the rule's place in the model; undefined where no fact counts. */
  readonly sums: readonly (RuleSum | undefined)[]
  readonly capturedAt: string | undefined
  readonly actedAt: string | undefined
  readonly explicit: boolean
  /** The lead's newest act of all, where a model takes points from who does nothing. */
  readonly lastAt?: string | undefined
}

/** Before any fact. */
export const noEngagement: Engagement = {
  atMs: 0,
  sums: [],
  capturedAt: undefined,
  actedAt: undefined,
  explicit: false,
}

/** Facts in the one order of folding, each once (a fact is its time and id); an ordered list is answered as it is. */
export function inOrder(facts: readonly Fact[]): readonly Fact[] {
  if (facts.every((fact, index) => index === 0 || byTimeThenId(facts[index - 1] as Fact, fact) < 0)) return facts
  const sorted = [...facts].sort(byTimeThenId)
  return sorted.filter((fact, index) => index === 0 || byTimeThenId(sorted[index - 1] as Fact, fact) !== 0)
}

/**
 * Adds facts ({@link inOrder}, none of them in `before`) and brings all sums to `toMs`. A fact that is ahead of that time counts whole:
 * clocks of different machines differ by a little.
 */
export function addFacts(rules: Rules, before: Engagement, facts: readonly Fact[], toMs: number): Engagement {
  const passed = Math.max(0, toMs - before.atMs)
  const sums = rules.engagement.map(({ halfLifeMs }, index) => {
    const sum = before.sums[index]
    return sum && { ...sum, sum: sum.sum * 2 ** (-passed / halfLifeMs) }
  })
  let { capturedAt, actedAt, explicit, lastAt } = before
  const asksForSilence = rules.inactivity.length > 0
  for (const { type, at, data } of facts) {
    if (isCapture(type) && (capturedAt === undefined || at < capturedAt)) capturedAt = at
    if (type === 'form-submitted' && data.intent === 'explicit') explicit = true
    if (asksForSilence && (lastAt === undefined || at > lastAt) && isOwnAct({ type, data })) lastAt = at
    // Who asks for help shows no interest in buying.
    if (type === 'form-submitted' && data.intent === 'service') continue
    const rulesOfType = rules.byType.get(type)
    if (!rulesOfType) continue
    const age = Math.max(0, toMs - Date.parse(at))
    for (const rule of rulesOfType) {
      if (!counts(rule, data)) continue
      if (rule.act && (actedAt === undefined || at > actedAt)) actedAt = at
      if (rule.window) {
        if (weightOf(data) < 1) continue
        sums[rule.index] = withRecent(sums[rule.index], at, rule.points, rule.window.atLeast)
        continue
      }
      const left = rule.points * weightOf(data) * 2 ** (-age / rule.halfLifeMs)
      const sum = sums[rule.index]
      if (!sum) sums[rule.index] = { sum: left, full: rule.points, facts: 1, last: at }
      else {
        sum.sum += left
        sum.full += rule.points
        sum.facts += 1
        if (at > sum.last) sum.last = at
      }
    }
  }
  return { atMs: toMs, sums, capturedAt, actedAt, explicit, ...(lastAt !== undefined && { lastAt }) }
}

/** The newest of more are the newest of the newest: so facts may come in any order and in any portions. */
function withRecent(known: RuleSum | undefined, at: string, points: number, atMost: number): RuleSum {
  const recent = [...(known?.recent ?? []), at].sort((a, b) => (a < b ? 1 : -1)).slice(0, atMost)
  return { sum: 0, full: points, facts: (known?.facts ?? 0) + 1, last: recent[0] ?? at, recent }
}

/** Until when a rule that counts within a time gives its points, in ms; undefined while there are too few of its facts. */
export function givesUntil({ recent }: Pick<RuleSum, 'recent'>, window: { atLeast: number; withinMs: number }) {
  const oldest = recent?.[window.atLeast - 1]
  return oldest === undefined ? undefined : Date.parse(oldest) + window.withinMs
}

/** Since when a lead has done nothing: since its last act, or since it became known. */
export function silentSince({ lastAt, capturedAt }: Engagement): string | undefined {
  return lastAt !== undefined && (capturedAt === undefined || lastAt > capturedAt) ? lastAt : capturedAt
}
