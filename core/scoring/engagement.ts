import { type Activity, byTimeThenId } from '../leads/activity.ts'
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
  let { capturedAt, actedAt, explicit } = before
  for (const { type, at, data } of facts) {
    if (isCapture(type) && (capturedAt === undefined || at < capturedAt)) capturedAt = at
    if (type === 'form-submitted' && data.intent === 'explicit') explicit = true
    // Who asks for help shows no interest in buying.
    if (type === 'form-submitted' && data.intent === 'service') continue
    const rulesOfType = rules.byType.get(type)
    if (!rulesOfType) continue
    const age = Math.max(0, toMs - Date.parse(at))
    for (const rule of rulesOfType) {
      if (!counts(rule, data)) continue
      if (rule.act && (actedAt === undefined || at > actedAt)) actedAt = at
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
  return { atMs: toMs, sums, capturedAt, actedAt, explicit }
}
