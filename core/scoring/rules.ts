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
  /** The place of its group in the model. */
  readonly group: number | undefined
  /** It gives its points once, while so many of its facts lie within this time. */
  readonly window: { readonly atLeast: number; readonly withinMs: number } | undefined
  /** Does a fact of it show that the lead acted? */
  readonly act: boolean
  /** "Clicks by scanners are recognised and discounted", unless the rule itself asks for `machine`. */
  readonly machinesToo: boolean
  readonly holds: (data: Facts) => boolean
}

/** A step of who has done nothing for so long. */
export interface InactivityStep {
  readonly name: string
  readonly points: number
  readonly after: string
  readonly afterMs: number
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
  readonly groups: ScoringModel['groups']
  readonly inactivity: readonly InactivityStep[]
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
      cap: rule.within ? Math.abs(rule.points) : (rule.cap ?? Number.POSITIVE_INFINITY),
      group: rule.group === undefined ? undefined : placeOfGroup(model, rule.group),
      window: rule.within ? { atLeast: rule['at-least'] ?? 1, withinMs: durationMs(rule.within) } : undefined,
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
  const inactivity = model.inactivity.map(({ id, after, points }) => ({
    name: id ?? `inactive-${after}`,
    points,
    after,
    afterMs: durationMs(after),
  }))
  const { groups } = model
  const indicators = model.indicators.map(({ id, when }) => ({ id, holds: compileCondition(when) }))
  const rules = { model, fit, engagement, groups, inactivity, indicators, byType }
  known.set(model, rules)
  return rules
}

function placeOfGroup({ groups }: ScoringModel, name: string): number | undefined {
  const place = groups.findIndex(({ id }) => id === name)
  return place < 0 ? undefined : place
}

/** Is this fact, of the rule's type, one that the rule counts? */
export function counts(rule: EngagementRule, data: Facts): boolean {
  return (data.machine !== true || rule.machinesToo) && rule.holds(data)
}

/** How much of a fact counts: "clicks weighed by likelihood of a person". */
export function weightOf({ person }: Facts): number {
  return typeof person === 'number' && person >= 0 && person < 1 ? person : 1
}
