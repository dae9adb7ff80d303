import type { Condition, Facts, FactValue, Scalar, Test } from '../condition.ts'

/** Every test that these conditions put to each field, also inside `any` and `none`. */
export function testsByField(conditions: readonly Condition[]): Map<string, Test[]> {
  const found = new Map<string, Test[]>()
  const collect = (condition: Condition): void => {
    for (const [field, test] of Object.entries(condition)) {
      if (field === 'any' || field === 'none') for (const inner of test as Condition[]) collect(inner)
      else found.set(field, [...(found.get(field) ?? []), test as Test])
    }
  }
  for (const condition of conditions) collect(condition)
  return found
}

/** Values that pass this test: each of a list, each phrase of `contains`, a bound itself. */
export function valuesFor(test: Test): Scalar[] {
  if (typeof test !== 'object') return [test]
  if (isList(test)) return [...test]
  const { equals, in: oneOf, contains, exists } = test
  const begins = listOf(test['starts-with'])
  const ends = listOf(test['ends-with'])
  const phrases = listOf(contains)
  const texts =
    phrases.length + begins.length + ends.length > 0 ? [[begins[0], phrases[0], ends[0]].filter(Boolean).join(' ')] : []
  const bounds = [test['at-least'], test['at-most']].filter((bound) => bound !== undefined)
  return [
    ...(equals === undefined ? [] : [equals]),
    ...(oneOf ?? []),
    ...texts,
    ...phrases,
    ...begins,
    ...ends,
    ...bounds,
    ...(exists && bounds.length + texts.length === 0 ? ['any'] : []),
  ]
}

/** Facts that are likely to make the condition hold: the first way to pass each of its tests. */
export function exampleOf(condition: Condition): Facts {
  const facts: Record<string, FactValue> = {}
  for (const [field, test] of Object.entries(condition)) {
    if (field === 'none') continue
    if (field === 'any') Object.assign(facts, exampleOf((test as Condition[])[0] ?? {}))
    else facts[field] = valuesFor(test as Test)[0]
  }
  return facts
}

function listOf(given: string | string[] | undefined): string[] {
  return given === undefined ? [] : [given].flat()
}

function isList(test: Test): test is readonly Scalar[] {
  return Array.isArray(test)
}
