import { toInstant } from '../../names.ts'
import { qualifyBar } from '../dial.ts'
import { type Engagement, noEngagement } from '../engagement.ts'
import { scoreOf } from '../fold-score.ts'
import type { ScoringModel } from '../model.ts'
import { type Gap, gapsTo } from '../qualify.ts'
import { rulesOf } from '../rules.ts'
import type { PastLead } from './past-lead.ts'

/** What one model says of one lead of the past, at the moment when it is judged. */
export interface Judgement {
  readonly total: number
  /** Is all but the score as the model asks of whom sales gets? */
  readonly passesGates: boolean
  /** Is it over sales' bar, as the dial stands then? */
  readonly isReady: boolean
  /** The names of rules and indicators that hold, by their places in {@link ruleNames}. */
  readonly holds: readonly number[]
}

/** One rule or indicator of a model. */
export interface RuleName {
  readonly name: string
  readonly kind: 'indicator' | 'fit' | 'engagement'
}

/** Indicators, fit rules and engagement rules of a model, each with the name that people see. */
export function ruleNames(model: ScoringModel): RuleName[] {
  const { indicators, fit, engagement, inactivity } = rulesOf(model)
  return [
    ...indicators.map(({ id }) => ({ name: id, kind: 'indicator' as const })),
    ...fit.map(({ name }) => ({ name, kind: 'fit' as const })),
    ...[...engagement, ...inactivity].map(({ name }) => ({ name, kind: 'engagement' as const })),
  ]
}

const dayMs = 86_400_000
/** Without a list of activities nobody can have acted. */
const gatesOfActs: readonly Gap['gate'][] = ['interest', 'act']

/**
 * Judges leads by the very code that scores: {@link scoreOf}, {@link gapsTo}, and sales' bar as the dial stands at that time. `engagement` is undefined where the list tells
 * of no activities; then the gates that ask for them are left open, and the score is fit alone.
 */
export function judgeBy(model: ScoringModel): (lead: PastLead, engagement: Engagement | undefined) => Judgement {
  const rules = rulesOf(model)
  const places = new Map(ruleNames(model).map(({ name, kind }, index) => [`${kind} ${name}`, index]))
  return (lead, engagement) => {
    const score = scoreOf(rules, lead.facts, captured(engagement ?? noEngagement, lead.cameMs))
    const gaps = gapsTo(qualifyBar(model, lead.judgedMs), score).filter(
      ({ gate }) => engagement || !gatesOfActs.includes(gate),
    )
    const holding = [
      ...score.indicators.map((id) => `indicator ${id}`),
      ...score.parts.map(({ kind, rule }) => `${kind} ${rule}`),
    ]
    return {
      total: score.total,
      passesGates: gaps.every(({ gate }) => gate === 'score'),
      isReady: gaps.length === 0,
      holds: holding.flatMap((name) => places.get(name) ?? []),
    }
  }
}

/** It became known when it came, unless the first form that is told of is of that day: a list of days knows no hours. */
function captured(engagement: Engagement, cameMs: number): Engagement {
  const { capturedAt } = engagement
  if (capturedAt !== undefined && Date.parse(capturedAt) < cameMs + dayMs) return engagement
  return { ...engagement, capturedAt: toInstant(cameMs) }
}
