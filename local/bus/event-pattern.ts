import { compileOperator, InvalidPattern, isRecord, type ValueTest } from './pattern-operators.ts'

type EventTest = (event: unknown) => boolean

/**
 * Compiles an EventBridge event pattern; throws {@link InvalidPattern} as EventBridge refuses it.
 * Semantics: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown): EventTest {
  return compileObject(pattern, '')
}

function compileObject(pattern: unknown, pointer: string): EventTest {
  if (!isRecord(pattern)) throw new InvalidPattern(pointer, 'must be an object')
  const entries = Object.entries(pattern)
  if (entries.length === 0) throw new InvalidPattern(pointer, 'an empty object matches nothing')
  const tests = entries.map(([field, rule]) =>
    field === '$or' ? compileOr(rule, `${pointer}/$or`) : compileField(field, rule, `${pointer}/${field}`),
  )
  return (event) => tests.every((test) => test(event))
}

function compileOr(rule: unknown, pointer: string): EventTest {
  if (!Array.isArray(rule) || rule.length < 2)
    throw new InvalidPattern(pointer, '$or takes a list of at least two patterns')
  const tests = rule.map((one, index) => compileObject(one, `${pointer}/${index}`))
  return (event) => tests.some((test) => test(event))
}

function compileField(field: string, rule: unknown, pointer: string): EventTest {
  if (Array.isArray(rule)) return compileLeaf(field, rule, pointer)
  if (!isRecord(rule)) throw new InvalidPattern(pointer, 'a field takes a list of values or a nested object')
  const inner = compileObject(rule, pointer)
  return (event) => {
    const nested = valuesOf(event, field).filter(isRecord)
    // A missing object can still match a pattern that asks for absence within it.
    return nested.length > 0 ? nested.some(inner) : inner({})
  }
}

function compileLeaf(field: string, rule: unknown[], pointer: string): EventTest {
  if (rule.length === 0) throw new InvalidPattern(pointer, 'an empty list matches nothing')
  const tests = rule.map((entry, index) => compileEntry(entry, `${pointer}/${index}`))
  return (event) => {
    // Operators look at leaves alone: for them, a field that holds an object is not there.
    const leaves = valuesOf(event, field).filter((value) => !isRecord(value))
    if (leaves.length === 0) return tests.some((test) => test(undefined, false))
    return leaves.some((value) => tests.some((test) => test(value, true)))
  }
}

/** The values of a field: a list matches when one of its elements does. */
function valuesOf(event: unknown, field: string): unknown[] {
  if (!isRecord(event) || !Object.hasOwn(event, field)) return []
  const value = event[field]
  return Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]
}

function compileEntry(entry: unknown, pointer: string): ValueTest {
  if (entry === null || ['string', 'number', 'boolean'].includes(typeof entry))
    return (value, present) => present && value === entry
  if (!isRecord(entry)) throw new InvalidPattern(pointer, 'a list holds values or single operators')
  const operators = Object.entries(entry)
  const [operator] = operators
  if (!operator || operators.length !== 1) throw new InvalidPattern(pointer, 'an entry holds exactly one operator')
  return compileOperator(operator[0], operator[1], `${pointer}/${operator[0]}`)
}
