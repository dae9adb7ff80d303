import * as z from 'zod/mini'
import { duration, durationMs } from './duration.ts'
import { slug } from './names.ts'

/**
 * The one grammar of `when` and `where` in every content type: routes, fit rules, variants, branches.
 *
 * All fields named must hold. A field's test is a value (equal), a list (one of), or operators, all of which must hold:
 * `{ jobTitle: { contains: [director, head of] }, country: [RU, KZ], employees: { at-least: 50 } }`.
 * `any:` and `none:` take lists of conditions; `activity:` asks what the lead did, and when.
 */
export type Scalar = string | number | boolean
export type FactValue = Scalar | readonly Scalar[] | undefined | null
/** What is known, by field name; dotted names reach into records. */
export type Facts = { readonly [field: string]: FactValue | Facts }

const scalar = z.union([z.string(), z.number(), z.boolean()])
const scalars = z.array(scalar).check(z.minLength(1))
const text = z.string().check(z.minLength(1))
const words = z.union([text, z.array(text).check(z.minLength(1))])

const everyOperator = z.strictObject({
  equals: scalar,
  in: scalars,
  'not-in': scalars,
  contains: words,
  'starts-with': words,
  'ends-with': words,
  'at-least': z.number(),
  'at-most': z.number(),
  exists: z.boolean(),
})
const operators = z
  .partial(everyOperator)
  .check(
    z.refine(
      (test) => Object.keys(test).length > 0,
      'name at least one operator, for example { contains: [director] }',
    ),
  )

/** How often, and how long ago: `{ within: 14d, at-least: 3 }`, `{ not-within: 30d }`; both must hold where both are said. */
const actsTest = z.strictObject({
  within: z.optional(duration),
  'at-least': z.optional(z.int().check(z.gte(1))),
  'at-most': z.optional(z.int().check(z.gte(0))),
  'not-within': z.optional(duration),
})
export type ActsTest = z.infer<typeof actsTest>
/** By activity type; `any` is whatever the lead did. */
const activityTest = z.record(slug, actsTest)
export type ActivityTest = z.infer<typeof activityTest>

/** Of a lead's own acts, as `activity` asks for them: how many ms ago each was, by type, and under {@link knownFor} since when the lead is known. */
export type ActivityFacts = { readonly [type: string]: readonly number[] }
/** Among {@link ActivityFacts}, and no name of a type: for how many ms the lead is known. "Nothing for 30 days" is said of nobody who came yesterday. */
export const knownFor = '$known-for'

export type Test = Scalar | readonly Scalar[] | z.infer<typeof operators>
export type Condition = { [field: string]: Test | readonly Condition[] | ActivityTest }

const conditions = () => z.optional(z.array(condition).check(z.minLength(1)))
export const condition: z.ZodMiniType<Condition> = z.lazy(() =>
  z
    .catchall(
      z.object({ any: conditions(), none: conditions(), activity: z.optional(activityTest) }),
      z.union([scalar, scalars, operators]),
    )
    .check(z.refine((fields) => Object.keys(fields).length > 0, 'name at least one field')),
) as z.ZodMiniType<Condition>

/** Does every test of the condition hold for these facts? An absent fact fails every test but `exists: false`, `not-in` and `none`. */
export function holds(when: Condition, facts: Facts): boolean {
  return Object.entries(when).every(([field, test]) => {
    if (field === 'any') return (test as Condition[]).some((inner) => holds(inner, facts))
    if (field === 'none') return !(test as Condition[]).some((inner) => holds(inner, facts))
    if (field === 'activity') return activityHolds(test as ActivityTest, facts.activity as ActivityFacts | undefined)
    return fieldHolds(test as Test, factOf(facts, field))
  })
}

/** Where nothing is known of what a lead did, nothing is said of it either: no test holds. */
function activityHolds(asked: ActivityTest, acts: ActivityFacts | undefined): boolean {
  if (!acts) return false
  const [knownMs = 0] = acts[knownFor] ?? []
  return Object.entries(asked).every(([type, test]) => {
    const ages = Object.hasOwn(acts, type) ? (acts[type] ?? []) : []
    const count = (ms: number) => ages.filter((age) => age <= ms).length
    const { within, 'at-most': most, 'at-least': least = most === undefined ? 1 : 0 } = test
    const quietMs = durationMs(test['not-within'] ?? '0s')
    if (quietMs > 0 && (knownMs < quietMs || count(quietMs) > 0)) return false
    if (within === undefined) return true
    const acted = count(durationMs(within))
    return acted >= least && (most === undefined || acted <= most)
  })
}

/** The names of the fields that a condition looks at, without repeats. */
export function fieldsOf(when: Condition): string[] {
  const names = Object.entries(when).flatMap(([field, test]) =>
    field === 'any' || field === 'none' ? (test as Condition[]).flatMap(fieldsOf) : [field],
  )
  return [...new Set(names)]
}

/** The fact of this (dotted) name; undefined when there is none. */
export function factOf(facts: Facts, field: string): FactValue {
  let value: unknown = facts
  for (const name of field.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value as FactValue
}

function fieldHolds(test: Test, fact: FactValue): boolean {
  const known = fact === undefined || fact === null ? [] : ([fact].flat() as Scalar[])
  if (typeof test !== 'object') return known.some((value) => same(value, test))
  if (isList(test)) return known.some((value) => test.some((wanted) => same(value, wanted)))
  return (Object.entries(test) as [keyof typeof test, unknown][]).every(([operator, wanted]) => {
    switch (operator) {
      case 'exists':
        return known.length > 0 === wanted
      case 'equals':
        return known.some((value) => same(value, wanted as Scalar))
      case 'in':
        return known.some((value) => (wanted as Scalar[]).some((one) => same(value, one)))
      case 'not-in':
        return !known.some((value) => (wanted as Scalar[]).some((one) => same(value, one)))
      case 'contains':
        return known.some((value) => [wanted].flat().some((phrase) => containsWords(String(value), String(phrase))))
      case 'starts-with':
        return known.some((value) => [wanted].flat().some((part) => fold(String(value)).startsWith(fold(String(part)))))
      case 'ends-with':
        return known.some((value) => [wanted].flat().some((part) => fold(String(value)).endsWith(fold(String(part)))))
      case 'at-least':
        return known.some((value) => typeof value === 'number' && value >= (wanted as number))
      case 'at-most':
        return known.some((value) => typeof value === 'number' && value <= (wanted as number))
    }
    return false
  })
}

function isList(test: Test): test is readonly Scalar[] {
  return Array.isArray(test)
}

function same(value: Scalar, wanted: Scalar): boolean {
  return typeof value === 'string' && typeof wanted === 'string' ? fold(value) === fold(wanted) : value === wanted
}

/** Whole words, without stemming: "head of" is in "Head of Sales", "it" is not in "Digital". */
function containsWords(text: string, phrase: string): boolean {
  return ` ${wordsOf(text)} `.includes(` ${wordsOf(phrase)} `)
}

/** The words of a text, folded, with one space between. */
export function wordsOf(text: string): string {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ')
}

/** Text as it is compared: whatever its case and the form of its characters. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
