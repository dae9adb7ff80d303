import { BlockList, isIP } from 'node:net'

/** A pattern that EventBridge would refuse; `pointer` says where. */
export class InvalidPattern extends Error {
  readonly pointer: string

  constructor(pointer: string, detail: string) {
    super(`invalid event pattern at ${pointer || '/'}: ${detail}`)
    this.name = 'InvalidPattern'
    this.pointer = pointer
  }
}

/** Does one value of an event match one entry of a pattern's list? `present` tells a missing field from null. */
type ValueTest = (value: unknown, present: boolean) => boolean
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
  if (Array.isArray(rule)) {
    if (rule.length === 0) throw new InvalidPattern(pointer, 'an empty list matches nothing')
    const tests = rule.map((entry, index) => compileEntry(entry, `${pointer}/${index}`))
    return (event) => {
      const { present, values } = valuesOf(event, field)
      if (!present) return tests.some((test) => test(undefined, false))
      return values.some((value) => tests.some((test) => test(value, true)))
    }
  }
  if (!isRecord(rule)) throw new InvalidPattern(pointer, 'a field takes a list of values or a nested object')
  const inner = compileObject(rule, pointer)
  return (event) => {
    const { present, values } = valuesOf(event, field)
    // A missing object can still match a pattern that asks for absence within it.
    if (!present) return inner({})
    return values.some((value) => inner(isRecord(value) ? value : {}))
  }
}

function valuesOf(event: unknown, field: string): { present: boolean; values: unknown[] } {
  if (!isRecord(event) || !Object.hasOwn(event, field)) return { present: false, values: [] }
  const value = event[field]
  if (!Array.isArray(value)) return { present: true, values: [value] }
  return { present: value.length > 0, values: value.flat(Number.POSITIVE_INFINITY) }
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

function compileOperator(name: string, operand: unknown, pointer: string): ValueTest {
  switch (name) {
    case 'exists':
      if (typeof operand !== 'boolean') throw new InvalidPattern(pointer, 'exists takes true or false')
      return (_value, present) => present === operand
    case 'prefix':
    case 'suffix':
      return onText(compileAffix(name, operand, pointer))
    case 'equals-ignore-case':
      return onText(ignoringCase(textOf(operand, pointer)))
    case 'wildcard':
      return onText(compileWildcard(textOf(operand, pointer), pointer))
    case 'numeric':
      return compileNumeric(operand, pointer)
    case 'cidr':
      return compileCidr(operand, pointer)
    case 'anything-but':
      return compileAnythingBut(operand, pointer)
    default:
      throw new InvalidPattern(pointer, `there is no operator "${name}"`)
  }
}

function onText(test: (text: string) => boolean): ValueTest {
  return (value, present) => present && typeof value === 'string' && test(value)
}

function ignoringCase(wanted: string): (text: string) => boolean {
  const folded = wanted.toLowerCase()
  return (text) => text.toLowerCase() === folded
}

function compileAffix(name: 'prefix' | 'suffix', operand: unknown, pointer: string): (text: string) => boolean {
  const at =
    name === 'prefix'
      ? (text: string, part: string) => text.startsWith(part)
      : (text: string, part: string) => text.endsWith(part)
  if (isRecord(operand)) {
    const [[inner, part] = ['', undefined]] = Object.entries(operand)
    if (inner !== 'equals-ignore-case' || Object.keys(operand).length !== 1)
      throw new InvalidPattern(pointer, `${name} takes text or { "equals-ignore-case": text }`)
    const folded = textOf(part, `${pointer}/${inner}`).toLowerCase()
    return (text) => at(text.toLowerCase(), folded)
  }
  const part = textOf(operand, pointer)
  return (text) => at(text, part)
}

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function compileWildcard(wildcard: string, pointer: string): (text: string) => boolean {
  let source = ''
  let previousWasStar = false
  for (let index = 0; index < wildcard.length; index += 1) {
    const character = wildcard[index] ?? ''
    if (character === '\\') {
      const next = wildcard[index + 1]
      if (next !== '*' && next !== '\\') throw new InvalidPattern(pointer, 'only * and \\ can be escaped')
      source += `\\${next}`
      index += 1
      previousWasStar = false
    } else if (character === '*') {
      if (previousWasStar) throw new InvalidPattern(pointer, 'two * in a row')
      source += '[^]*'
      previousWasStar = true
    } else {
      source += character.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
      previousWasStar = false
    }
  }
  const expression = new RegExp(`^${source}$`)
  return (text) => expression.test(text)
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
}

function compileNumeric(operand: unknown, pointer: string): ValueTest {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw new InvalidPattern(pointer, 'numeric takes a comparison and a number, or two of both')
  const pairs: [string, number][] = []
  for (let index = 0; index < operand.length; index += 2) {
    const [comparison, bound] = [operand[index], operand[index + 1]]
    if (typeof comparison !== 'string' || !comparisons[comparison])
      throw new InvalidPattern(`${pointer}/${index}`, 'must be one of =, <, <=, >, >=')
    if (typeof bound !== 'number' || Math.abs(bound) > 5e9)
      throw new InvalidPattern(`${pointer}/${index + 1}`, 'must be a number between -5.0e9 and 5.0e9')
    pairs.push([comparison, bound])
  }
  const [low, high] = pairs
  if (low && high) {
    if (!low[0].startsWith('>') || !high[0].startsWith('<'))
      throw new InvalidPattern(pointer, 'a range is a lower bound (> or >=), then an upper one (< or <=)')
    if (low[1] >= high[1]) throw new InvalidPattern(pointer, 'the lower bound must be below the upper one')
  }
  return (value, present) =>
    present &&
    typeof value === 'number' &&
    pairs.every(([comparison, bound]) => comparisons[comparison]?.(value, bound))
}

function compileCidr(operand: unknown, pointer: string): ValueTest {
  const [address = '', bits = ''] = textOf(operand, pointer).split('/')
  const version = isIP(address)
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  if (version === 0 || !(length <= (version === 4 ? 32 : 128)))
    throw new InvalidPattern(pointer, 'must be an address range such as 10.0.0.0/24 or 2001:db8::/32')
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const range = new BlockList()
  range.addSubnet(address, length, family)
  return onText((text) => isIP(text) === version && range.check(text, family))
}

function compileAnythingBut(operand: unknown, pointer: string): ValueTest {
  if (isRecord(operand)) {
    const [[name, inner] = ['', undefined]] = Object.entries(operand)
    if (Object.keys(operand).length !== 1 || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
      throw new InvalidPattern(
        pointer,
        'anything-but takes values, or one of prefix, suffix, equals-ignore-case, wildcard',
      )
    }
    if (Array.isArray(inner) && inner.length === 0)
      throw new InvalidPattern(`${pointer}/${name}`, 'an empty list excludes nothing')
    const tests = [inner].flat().map((one) => compileOperator(name, one, `${pointer}/${name}`))
    return (value, present) => present && typeof value === 'string' && !tests.some((test) => test(value, true))
  }
  const excluded = [operand].flat()
  if (excluded.length === 0) throw new InvalidPattern(pointer, 'an empty list excludes nothing')
  const [first] = excluded
  for (const [index, value] of excluded.entries()) {
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new InvalidPattern(`${pointer}/${index}`, 'anything-but takes texts or numbers')
    if (typeof value !== typeof first)
      throw new InvalidPattern(pointer, 'anything-but takes texts or numbers, not both')
  }
  return (value, present) => present && !excluded.includes(value)
}

function textOf(operand: unknown, pointer: string): string {
  if (typeof operand !== 'string') throw new InvalidPattern(pointer, 'must be text')
  return operand
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
