import type { Form } from '../capture/form.ts'
import { type Condition, fieldsOf } from '../condition.ts'
import { leadConditionFindings } from '../content/lead-conditions.ts'
import { type Finding, isError, pointerOf, warning } from '../content/problem.ts'
import { ownDecisions } from './acts.ts'
import { checkBars, fieldsByName } from './check-bars.ts'
import { checkCaps } from './check-caps.ts'
import { checkOverlaps } from './check-overlaps.ts'
import { checkSubmissions } from './check-submissions.ts'
import type { ScoringModel } from './model.ts'
import { refusal } from './refusal.ts'
import { rulesOf } from './rules.ts'
import { scoringFactNames } from './scoring-facts.ts'

/** What keeps a scoring model from going live, beside the forms that are live with it; each with where, what and how to mend it. */
export function checkScoringModel(model: ScoringModel, forms: readonly Form[]): string[] {
  return findInScoringModel(model, forms)
    .filter(isError)
    .map(({ path, message, mend }) => `${pointerOf(path)}: ${message}; ${mend}`)
}

/** As {@link checkScoringModel}, with the places as paths, and with what is doubtful. */
export function findInScoringModel(model: ScoringModel, forms: readonly Form[]): Finding[] {
  return [
    ...checkNames(model),
    ...checkRules(model),
    ...checkCaps(model),
    ...checkOverlaps(model),
    ...checkFields(model, forms),
    ...checkIndicators(model),
    ...checkBars(model, forms),
    ...checkDial(model),
    ...checkBounds(model),
    ...checkSubmissions(model, forms),
  ]
}

function checkNames(model: ScoringModel): Finding[] {
  const rules = rulesOf(model)
  const named = [
    ...rules.fit.map(({ name }, index) => ({ name, path: ['fit', index] })),
    ...rules.engagement.map(({ name }, index) => ({ name, path: ['engagement', index] })),
    ...rules.inactivity.map(({ name }, index) => ({ name, path: ['inactivity', index] })),
  ]
  const indicators = model.indicators.map(({ id }, index) => ({ name: id, path: ['indicators', index] }))
  return [...repeated(named), ...repeated(indicators)]
}

function repeated(named: readonly { name: string; path: (string | number)[] }[]): Finding[] {
  return named
    .filter(({ name }, index) => named.findIndex((other) => other.name === name) < index)
    .map(({ name, path }) =>
      refusal([...path, 'id'], `"${name}" is the name of an earlier one`, 'give it an id of its own'),
    )
}

/** Facts about a mail that nobody is told of, so that nobody would be scored by them. */
const unheard: readonly string[] = ['email-sent', 'email-delivered', 'email-delayed']

function checkRules({ engagement }: ScoringModel): Finding[] {
  return engagement.flatMap(({ on, where }, index): Finding[] => {
    const place = ['engagement', index, 'on']
    if (where && fieldsOf(where).includes('activity')) {
      const mend = 'write another rule for what else the lead did'
      return [refusal(['engagement', index, 'where'], '"where" asks about the event itself', mend)]
    }
    if (unheard.includes(on)) {
      const mend = 'score what the lead did with it, for example email-clicked'
      return [refusal(place, `"${on}" is what became of a mail`, mend)]
    }
    if (on === 'handoff-opened') {
      return [refusal(place, `"${on}" is what Ripen tells sales`, 'score what the lead did instead')]
    }
    if (!ownDecisions.includes(on)) return []
    return [refusal(place, `"${on}" is what scoring itself decides`, 'score what the lead did instead')]
  })
}

function checkFields(model: ScoringModel, forms: readonly Form[]): Finding[] {
  const known = new Set([...Object.keys(fieldsByName(forms)), ...scoringFactNames])
  const asked = [
    ...model.fit.map(({ when }, index) => ({ when, path: ['fit', index, 'when'] })),
    ...model.indicators.map(({ when }, index) => ({ when, path: ['indicators', index, 'when'] })),
    // A role is told by the same facts.
    ...(model.accounts?.roles ?? []).map(({ when }, index) => ({ when, path: ['accounts', 'roles', index, 'when'] })),
  ]
  // Without forms there is nothing to compare with.
  if (forms.length === 0) return []
  return asked.flatMap(({ when, path }) => {
    const names = unknownIn(when, known)
    return names.length > 0 ? names.map((name) => unknown(path, name, known)) : leadConditionFindings(when, path)
  })
}

function unknownIn(when: Condition, known: ReadonlySet<string>): string[] {
  return fieldsOf(when).filter((name) => !known.has(name))
}

function unknown(path: (string | number)[], name: string, known: ReadonlySet<string>): Finding {
  const mend = `ask for one of ${[...known].sort().join(', ')}, or add the field to a form`
  return refusal(path, `no form has a field "${name}"`, mend)
}

function checkIndicators({ indicators, qualify }: ScoringModel): Finding[] {
  if (!qualify.indicators) return []
  const [wanted = 0, of = 0] = qualify.indicators.split(' of ').map(Number)
  const path = ['qualify', 'indicators']
  if (of !== indicators.length) {
    return [
      refusal(
        path,
        `it says "of ${of}" and there are ${indicators.length} indicators`,
        `write "of ${indicators.length}"`,
      ),
    ]
  }
  if (wanted < 1 || wanted > of) return [refusal(path, `${wanted} of ${of} can't be`, `write 1 to ${of}`)]
  return []
}

function checkDial({ dial, mql, qualify }: ScoringModel): Finding[] {
  return dial.flatMap(({ score }, index) => [
    ...(score < mql.score
      ? [refusal(['dial', index, 'score'], `an MQL needs ${mql.score} already`, `write ${mql.score} or more`)]
      : []),
    ...(score === qualify.score ? [refusal(['dial', index, 'score'], 'it changes nothing', 'leave the step out')] : []),
  ])
}

/** The model's own bar lies in what sales may set, and so does what the dial says; under an MQL's nobody is sales-ready. */
function checkBounds({ dial, mql, qualify }: ScoringModel): Finding[] {
  const { bounds } = qualify
  if (!bounds) {
    const mend =
      'add for example "bounds: { at-least: 50, at-most: 70 }" around the score, if sales may set it by itself'
    return [warning(['qualify'], 'it has no bounds: sales can’t set the bar without another agreement', mend)]
  }
  const { 'at-least': least, 'at-most': most } = bounds
  const place = ['qualify', 'bounds']
  if (least > most) return [refusal(place, `${least} to ${most} holds no number`, 'write the lower one in "at-least"')]
  const outside = (score: number) => score < least || score > most
  return [
    ...(least < mql.score
      ? [refusal([...place, 'at-least'], `an MQL needs ${mql.score} already`, `write ${mql.score} or more`)]
      : []),
    ...(outside(qualify.score)
      ? [refusal(place, `the model's own ${qualify.score} is not in ${least} to ${most}`, 'widen them')]
      : []),
    ...dial.flatMap(({ score }, index) =>
      outside(score)
        ? [refusal(['dial', index, 'score'], `it is not in the bounds, ${least} to ${most}`, 'widen them')]
        : [],
    ),
  ]
}
