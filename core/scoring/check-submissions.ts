import type { Form } from '../capture/form.ts'
import { type Condition, type Facts, fieldsOf, holds } from '../condition.ts'
import type { Finding } from '../content/problem.ts'
import { bestAnswers } from './best-answers.ts'
import { fieldsByName } from './check-bars.ts'
import { mostWithinGroups } from './groups.ts'
import type { ScoringModel } from './model.ts'
import { refusal } from './refusal.ts'
import { type EngagementRule, rulesOf } from './rules.ts'

/**
 * "One submission of one form qualifies nobody, unless that form says `intent: explicit`: publishing such a model is refused, naming form and sum."
 * The most that a newcomer's best answers, the post and its confirmation can bring is measured against the lowest bar of the year, and the lowest that sales may set.
 */
export function checkSubmissions(model: ScoringModel, forms: readonly Form[]): Finding[] {
  const { score, bounds } = model.qualify
  const bar = Math.min(score, bounds?.['at-least'] ?? score, ...model.dial.map((step) => step.score))
  return forms.flatMap((form): Finding[] => {
    if (form.intent !== 'implicit') return []
    const fields = fieldsByName([form])
    const { points: fit, answers } = bestAnswers(model.fit, fields)
    const interest = interestOf(model, form)
    const indicators = bestAnswers(
      model.indicators.map(({ when }) => ({ when, points: 1 })),
      fields,
    ).points
    const wanted = Number.parseInt(model.qualify.indicators ?? '0', 10)
    const passes =
      fit + interest >= bar &&
      fit >= model.qualify['fit-at-least'] &&
      interest >= model.qualify['interest-at-least'] &&
      indicators >= wanted
    if (!passes) return []
    const message = `one submission of the form "${form.id}" alone brings up to ${fit + interest} points (fit ${fit}, interest ${interest}) and would qualify${inWords(answers)}`
    const mend = `give fewer points, set the score over ${fit + interest} or interest-at-least over ${interest}, or give the form "intent: explicit"`
    return [refusal(['qualify', 'score'], message, mend)]
  })
}

/** The most interest that posting this form and confirming it shows. */
function interestOf(model: ScoringModel, form: Form): number {
  const posted: Facts[] = [{ form: form.id, intent: form.intent, makes: form.makes }]
  const granted: Facts[] = form.consent.map(({ topic }) => ({ form: form.id, topic }))
  const sumOf = (rule: EngagementRule, facts: readonly Facts[]): number => {
    const times = facts.filter((known) => mayCount(rule, known)).length
    if (rule.window) return times >= rule.window.atLeast ? rule.points : 0
    const sum = times * rule.points
    return Math.max(-rule.cap, Math.min(rule.cap, sum))
  }
  const rules = rulesOf(model)
  const brought = rules.engagement.map((rule) => {
    if (rule.on === 'form-submitted') return sumOf(rule, posted)
    return rule.on === 'consent-granted' ? Math.max(0, sumOf(rule, granted)) : 0
  })
  return mostWithinGroups(rules, brought)
}

/** Could the rule count this fact? What is not known of it is taken as it brings more points. */
function mayCount({ where, points }: EngagementRule, known: Facts): boolean {
  if (!where) return true
  if (fieldsOf(where).every((field) => Object.hasOwn(known, field))) return holds(where, known)
  return points > 0 && mayHold(where, known)
}

function mayHold(where: Condition, known: Facts): boolean {
  return Object.entries(where).every(([field, test]) => {
    if (field === 'any') return (test as Condition[]).some((inner) => mayHold(inner, known))
    if (field === 'none') return true
    return !Object.hasOwn(known, field) || holds({ [field]: test }, known)
  })
}

function inWords(answers: Facts): string {
  const said = Object.entries(answers).map(([field, value]) => `${field} "${String(value)}"`)
  return said.length > 0 ? `, for example with ${said.join(', ')}` : ''
}
