import type { Condition, Test } from '../condition.ts'

/** How many values of a list are named; the rest is counted. */
const named = 3

/** A condition as people say it: `path starts with "/pricing"`. */
export function conditionInWords(condition: Condition): string {
  return Object.entries(condition)
    .map(([field, test]) => {
      if (field !== 'any' && field !== 'none') return testInWords(field, test as Test)
      const inner = (test as Condition[]).map(conditionInWords).join(' or ')
      return field === 'any' ? `(${inner})` : `not (${inner})`
    })
    .join(' and ')
}

/** An activity type as people say it: `page visited`. */
export function typeInWords(type: string): string {
  return type.replaceAll('-', ' ')
}

/** `1 fact`, `3 facts`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

const verbs: Readonly<Record<string, string>> = {
  equals: 'is',
  in: 'is',
  'not-in': 'is not',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  'at-least': 'is at least',
  'at-most': 'is at most',
}

function testInWords(field: string, test: Test): string {
  if (typeof test !== 'object' || Array.isArray(test)) return `${field} is ${valuesInWords(test)}`
  return Object.entries(test)
    .map(([operator, wanted]) =>
      operator === 'exists'
        ? `${field} is ${wanted ? 'known' : 'not known'}`
        : `${field} ${verbs[operator]} ${valuesInWords(wanted)}`,
    )
    .join(' and ')
}

function valuesInWords(given: unknown): string {
  const values = [given].flat()
  const said = values.slice(0, named).map((value) => (typeof value === 'string' ? `"${value}"` : String(value)))
  return values.length > named ? `${said.join(', ')} or ${values.length - named} others` : said.join(' or ')
}
