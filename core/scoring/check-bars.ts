import type { Form, FormField } from '../capture/form.ts'
import { fieldsOf } from '../condition.ts'
import type { Finding } from '../content/problem.ts'
import { isAct, ownDecisions } from './acts.ts'
import { bestAnswers } from './best-answers.ts'
import type { ScoringModel } from './model.ts'
import { refusal } from './refusal.ts'
import { rulesOf } from './rules.ts'
import { scoringFactNames } from './scoring-facts.ts'

/** The fields of these forms by name, without the address: it is the lead's identity and no answer. */
export function fieldsByName(forms: readonly Form[]): Record<string, FormField[]> {
  const fields: Record<string, FormField[]> = {}
  for (const field of forms.flatMap((form) => form.fields)) {
    if (field.type !== 'email') fields[field.id] = [...(fields[field.id] ?? []), field]
  }
  return fields
}

/** Bars that nobody can reach, and an MQL's that is over sales'. */
export function checkBars(model: ScoringModel, forms: readonly Form[]): Finding[] {
  const { mql, qualify } = model
  const interest = mostInterest(model)
  const fields = fieldsByName(forms)
  const fit = forms.length > 0 ? bestAnswers(model.fit, fields).points + freePoints(model) : Number.POSITIVE_INFINITY
  const reach = (bar: 'mql' | 'qualify'): Finding[] => {
    const gates = model[bar]
    return [
      ...over([bar, 'fit-at-least'], gates['fit-at-least'], fit, 'the fit rules'),
      ...over([bar, 'interest-at-least'], gates['interest-at-least'], interest, 'the engagement rules with their caps'),
      ...over([bar, 'score'], gates.score, fit + interest, 'all rules together'),
    ]
  }
  const higher = (['score', 'fit-at-least', 'interest-at-least'] as const).filter((gate) => mql[gate] > qualify[gate])
  return [
    ...reach('mql'),
    ...reach('qualify'),
    ...over(['qualify', 'bounds', 'at-most'], qualify.bounds?.['at-most'] ?? 0, fit + interest, 'all rules together'),
    // The interest of a company is that of all its people: enough of them reach any.
    ...over(
      ['accounts', 'qualify', 'fit-at-least'],
      model.accounts?.qualify?.['fit-at-least'] ?? 0,
      fit,
      'the fit rules',
    ),
    ...higher.map((gate) =>
      refusal(
        ['mql', gate],
        'sales-ready leads are MQLs, and this asks more of an MQL',
        `write at most ${qualify[gate]}`,
      ),
    ),
  ]
}

function over(path: string[], needs: number, most: number, by: string): Finding[] {
  if (needs <= most) return []
  return [
    refusal(
      path,
      `nobody can reach ${needs}: ${by} give ${most} at most`,
      `write at most ${most}, or give more points`,
    ),
  ]
}

/** The most that the caps let engagement bring; without a cap there is no end to it. */
function mostInterest(model: ScoringModel): number {
  const able = rulesOf(model).engagement.filter(({ points, on }) => points > 0 && !ownDecisions.includes(on))
  // Interest that no act of the lead brings passes no bar.
  return able.some(({ on }) => isAct(on)) ? able.reduce((sum, { cap }) => sum + cap, 0) : 0
}

/** Points for what no form asks: language, tags, being a customer. */
function freePoints({ fit }: ScoringModel): number {
  return fit
    .filter(({ when, points }) => points > 0 && fieldsOf(when).some((name) => scoringFactNames.includes(name)))
    .reduce((sum, { points }) => sum + points, 0)
}
