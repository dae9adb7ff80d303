import type { FormField } from '../capture/form.ts'
import { type Condition, type Facts, type FactValue, fieldsOf, type Test } from '../condition.ts'
import { compileCondition } from './compiled-condition.ts'
import { testsByField, valuesFor } from './tests-on.ts'

/** Points for answers, as fit rules and indicators (a point each) give them. */
export interface AnswerRule {
  readonly when: Condition
  readonly points: number
}

export interface Best {
  readonly points: number
  /** Answers that give as many. */
  readonly answers: Facts
}

/** More combinations than this of answers that hang together are not tried; then all their points count as reachable. */
const combinationsAtMost = 20_000

/**
 * The most points that one person's answers to these fields can bring; other fields stay unanswered. Text can say several things at once
 * ("Director, Head of Sales"), a choice only one.
 */
export function bestAnswers(
  rules: readonly AnswerRule[],
  fields: Readonly<Record<string, readonly FormField[]>>,
): Best {
  const tests = testsByField(rules.map(({ when }) => when))
  const asked = [...tests.keys()].filter((name) => Object.hasOwn(fields, name))
  const candidates = new Map(
    asked.map((name) => [name, candidatesFor(name, fields[name] ?? [], tests.get(name) ?? [])]),
  )
  return together(rules, asked).reduce<Best>(
    (best, group) => {
      const found = bestOf(group.rules, group.names, candidates)
      return { points: best.points + found.points, answers: { ...best.answers, ...found.answers } }
    },
    { points: 0, answers: {} },
  )
}

/** Rules that share a field hang together; the groups don't touch each other. */
function together(rules: readonly AnswerRule[], asked: readonly string[]): { rules: AnswerRule[]; names: string[] }[] {
  let groups: { rules: AnswerRule[]; names: string[] }[] = []
  for (const rule of rules) {
    const names = fieldsOf(rule.when).filter((name) => asked.includes(name))
    const touched = groups.filter((group) => group.names.some((name) => names.includes(name)))
    const merged = {
      rules: [...touched.flatMap((group) => group.rules), rule],
      names: [...new Set([...touched.flatMap((group) => group.names), ...names])],
    }
    groups = [...groups.filter((group) => !touched.includes(group)), merged]
  }
  return groups
}

function bestOf(
  rules: readonly AnswerRule[],
  names: readonly string[],
  candidates: ReadonlyMap<string, readonly FactValue[]>,
): Best {
  const choices = names.map((name) => candidates.get(name) ?? [undefined])
  const combinations = choices.reduce((product, { length }) => product * length, 1)
  if (combinations > combinationsAtMost) {
    return { points: rules.reduce((sum, { points }) => sum + Math.max(0, points), 0), answers: {} }
  }
  const asked = rules.map(({ when, points }) => ({ holds: compileCondition(when), points }))
  let best: Best | undefined
  for (let number = 0; number < combinations; number += 1) {
    const answers = combination(names, choices, number)
    const points = asked.reduce((sum, rule) => sum + (rule.holds(answers) ? rule.points : 0), 0)
    if (!best || points > best.points) best = { points, answers }
  }
  return best ?? { points: 0, answers: {} }
}

function combination(names: readonly string[], choices: readonly (readonly FactValue[])[], number: number): Facts {
  const answers: Record<string, FactValue> = {}
  let rest = number
  names.forEach((name, index) => {
    const values = choices[index] ?? [undefined]
    const value = values[rest % values.length]
    rest = Math.floor(rest / values.length)
    if (value !== undefined) answers[name] = value
  })
  return answers
}

/** Answers to try for a field: one for each way that its tests can come out. */
function candidatesFor(name: string, fields: readonly FormField[], tests: readonly Test[]): FactValue[] {
  const asked = tests.map((test) => compileCondition({ [name]: test }))
  const seen = new Set<string>()
  return [undefined, ...fields.flatMap((field) => possible(field, tests))].filter((value) => {
    const outcome = asked.map((holds) => (holds({ [name]: value }) ? 1 : 0)).join('')
    if (seen.has(outcome)) return false
    seen.add(outcome)
    return true
  })
}

function possible(field: FormField, tests: readonly Test[]): FactValue[] {
  const wanted = tests.flatMap(valuesFor)
  switch (field.type) {
    case 'checkbox':
      return [true, false]
    case 'select':
      return (field.options ?? []).map(({ value }) => value)
    case 'number': {
      const least = field['at-least'] ?? Number.NEGATIVE_INFINITY
      const most = field['at-most'] ?? Number.POSITIVE_INFINITY
      const near = wanted.filter((value) => typeof value === 'number').flatMap((value) => [value, value - 1, value + 1])
      return [0, least, most, ...near].filter((value) => Number.isFinite(value) && value >= least && value <= most)
    }
    default: {
      const texts = [...new Set(wanted.filter((value) => typeof value === 'string'))]
      return ['-', ...texts, ...phrasesTogether(tests)]
    }
  }
}

/** Texts that pass several tests at once: one phrase for each test, in twos and all together. */
function phrasesTogether(tests: readonly Test[]): string[] {
  const phrases = [
    ...new Set(
      tests.flatMap((test) =>
        valuesFor(test)
          .filter((value) => typeof value === 'string')
          .slice(0, 1),
      ),
    ),
  ]
  const pairs = phrases.flatMap((one) => phrases.filter((other) => other !== one).map((other) => `${one} / ${other}`))
  return [...pairs, phrases.join(' / ')]
}
