import { type Condition, type Facts, fieldsOf } from '../condition.ts'
import { durationMs } from '../duration.ts'
import { isAct } from './acts.ts'
import { compileCondition } from './compiled-condition.ts'
import type { ScoringModel } from './model.ts'

/** A rule about who the lead is. */
export interface FitRule {
  readonly name: string
  readonly points: number
  readonly when: Condition
  readonly holds: (lead: Facts) => boolean
}

/** A rule about what the lead does. */
export interface EngagementRule {
  /** Its place in the model: snapshots name it so. */
  readonly index: number
  readonly name: string
  readonly on: string
  readonly where: Condition | undefined
  readonly points: number
  /** Infinite where the points do not fade. */
  readonly halfLifeMs: number
  /** Infinite where the sum may grow on. */
  readonly cap: number
  /** Does a fact of it show that the lead acted? */
  readonly act: boolean
  /** "Clicks by scanners are recognised and discounted", unless the rule itself asks for `machine`. */
  readonly machinesToo: boolean
  readonly holds: (data: Facts) => boolean
}

/** An indicator of the model. */
export interface Indicator {
  readonly id: string
  readonly holds: (lead: Facts) => boolean
}

/** A scoring model, ready to be asked many times. */
export interface Rules {
  readonly model: ScoringModel
  readonly fit: readonly FitRule[]
  readonly engagement: readonly EngagementRule[]
  readonly indicators: readonly Indicator[]
  readonly byType: ReadonlyMap<string, readonly EngagementRule[]>
}

const known = new WeakMap<ScoringModel, Rules>()

/** The rules of a model, each with the name that people see: its own id, or what it is about and its place. */
export function rulesOf(model: ScoringModel): Rules {
  const before = known.get(model)
  if (before) return before
  const engagement = model.engagement.map(
    (rule, index): EngagementRule => ({
      index,
      name: rule.id ?? `${rule.on}-${index + 1}`,
      on: rule.on,
      where: rule.where,
      points: rule.points,
      halfLifeMs: rule['half-life'] ? durationMs(rule['half-life']) : Number.POSITIVE_INFINITY,
      cap: rule.cap ?? Number.POSITIVE_INFINITY,
      act: rule.points > 0 && isAct(rule.on),
      machinesToo: rule.where !== undefined && fieldsOf(rule.where).includes('machine'),
      holds: rule.where ? compileCondition(rule.where) : () => true,
    }),
  )
  const byType = new Map<string, EngagementRule[]>()
  for (const rule of engagement) byType.set(rule.on, [...(byType.get(rule.on) ?? []), rule])
  const fit = model.fit.map(({ id, when, points }, index) => ({
    name: id ?? `fit-${index + 1}`,
    when,
    points,
    holds: compileCondition(when),
  }))
  const indicators = model.indicators.map(({ id, when }) => ({ id, holds: compileCondition(when) }))
  const rules = { model, fit, engagement, indicators, byType }
  known.set(model, rules)
  return rules
}

/** Is this fact, of the rule's type, one that the rule counts? */
export function counts(rule: EngagementRule, data: Facts): boolean {
  return (data.machine !== true || rule.machinesToo) && rule.holds(data)
}

/** How much of a fact counts: "clicks weighed by likelihood of a person". */
export function weightOf({ person }: Facts): number {
  return typeof person === 'number' && person >= 0 && person < 1 ? person : 1
}
