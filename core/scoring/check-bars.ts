import type { Form, FormField } from '../capture/form.ts'
import { fieldsOf } from '../condition.ts'
import { type Finding, warning } from '../content/problem.ts'
import { isAct, ownDecisions } from './acts.ts'
import { bestAnswers } from './best-answers.ts'
import { mostWithinGroups } from './groups.ts'
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
    ...model.dial.flatMap(({ score }, index) =>
      over(['dial', index, 'score'], score, fit + interest, 'all rules together'),
    ),
    ...grade(['grades', 'fit', 0], model.grades?.fit?.[0] ?? 0, fit, 'the fit rules'),
    ...grade(['grades', 'interest', 0], model.grades?.interest?.[0] ?? 0, interest, 'the engagement rules'),
    ...(forms.length > 0 ? tooManyIndicators(model, fields) : []),
    ...higher.map((gate) =>
      refusal(
        ['mql', gate],
        'sales-ready leads are MQLs, and this asks more of an MQL',
        `write at most ${qualify[gate]}`,
      ),
    ),
  ]
}

function over(path: (string | number)[], needs: number, most: number, by: string): Finding[] {
  if (needs <= most) return []
  return [
    refusal(
      path,
      `nobody can reach ${needs}: ${by} give ${most} at most`,
      `write at most ${most}, or give more points`,
    ),
  ]
}

/** A grade that nobody gets is no harm, and says nothing. */
function grade(path: (string | number)[], needs: number, most: number, by: string): Finding[] {
  if (needs <= most) return []
  return [warning(path, `nobody is graded so: ${by} give ${most} at most`, `write at most ${most}`)]
}

/** So many indicators must be able to hold together. Those by facts that no form asks may always. */
function tooManyIndicators({ indicators, qualify }: ScoringModel, fields: Record<string, FormField[]>): Finding[] {
  const wanted = Number.parseInt(qualify.indicators ?? '0', 10)
  const isAsked = ({ when }: ScoringModel['indicators'][number]) =>
    !fieldsOf(when).some((name) => scoringFactNames.includes(name))
  const asked = indicators.filter(isAsked).map(({ when }) => ({ when, points: 1 }))
  const most = bestAnswers(asked, fields).points + indicators.length - asked.length
  if (wanted <= most || wanted > indicators.length) return []
  const message = `nobody can have ${wanted} of them at once: what the forms ask lets ${most} hold at most`
  return [refusal(['qualify', 'indicators'], message, `write ${most} or fewer, or ask for more in a form`)]
}

/** The most that the caps let engagement bring; without a cap there is no end to it. */
function mostInterest(model: ScoringModel): number {
  const rules = rulesOf(model)
  const isAble = ({ points, on }: { points: number; on: string }) => points > 0 && !ownDecisions.includes(on)
  // Interest that no act of the lead brings passes no bar.
  if (!rules.engagement.some((rule) => isAble(rule) && isAct(rule.on))) return 0
  return mostWithinGroups(
    rules,
    rules.engagement.map((rule) => (isAble(rule) ? rule.cap : 0)),
  )
}

/** Points for what no form asks: language, tags, being a customer. */
function freePoints({ fit }: ScoringModel): number {
  return fit
    .filter(({ when, points }) => points > 0 && fieldsOf(when).some((name) => scoringFactNames.includes(name)))
    .reduce((sum, { points }) => sum + points, 0)
}
