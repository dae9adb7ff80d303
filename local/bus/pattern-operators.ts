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
export type ValueTest = (value: unknown, present: boolean) => boolean

/** Compiles one operator of EventBridge; throws {@link InvalidPattern} for one that there is not, or a wrong operand. */
export function compileOperator(name: string, operand: unknown, pointer: string): ValueTest {
  switch (name) {
    case 'exists':
      if (typeof operand !== 'boolean') throw new InvalidPattern(pointer, 'exists takes true or false')
      return (_value, present) => present === operand
    case 'numeric':
      return compileNumeric(operand, pointer)
    case 'cidr':
      return compileCidr(operand, pointer)
    case 'anything-but':
      return compileAnythingBut(operand, pointer)
    default:
      return onText(compileTextOperator(name, operand, pointer))
  }
}

type TextTest = (text: string) => boolean

function compileTextOperator(name: string, operand: unknown, pointer: string): TextTest {
  switch (name) {
    case 'prefix':
    case 'suffix':
      return compileAffix(name, operand, pointer)
    case 'equals-ignore-case': {
      const folded = textOf(operand, pointer).toLowerCase()
      return (text) => text.toLowerCase() === folded
    }
    case 'wildcard':
      return compileWildcard(textOf(operand, pointer), pointer)
    default:
      throw new InvalidPattern(pointer, `there is no operator "${name}"`)
  }
}

function onText(test: TextTest): ValueTest {
  return (value, present) => present && typeof value === 'string' && test(value)
}

function compileAffix(name: 'prefix' | 'suffix', operand: unknown, pointer: string): TextTest {
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
function compileWildcard(wildcard: string, pointer: string): TextTest {
  let source = ''
  let previousWasStar = false
  for (let index = 0; index < wildcard.length; index += 1) {
    const character = wildcard[index] ?? ''
    const isStar = character === '*'
    if (isStar && previousWasStar) throw new InvalidPattern(pointer, 'two * in a row')
    if (character === '\\') {
      index += 1
      const next = wildcard[index]
      if (next !== '*' && next !== '\\') throw new InvalidPattern(pointer, 'only * and \\ can be escaped')
      source += `\\${next}`
    } else {
      source += isStar ? '[^]*' : character.replace(/[.+?^${}()|[\]/-]/g, '\\$&')
    }
    previousWasStar = isStar
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
  const pairs: { comparison: string; holds: (value: number, bound: number) => boolean; bound: number }[] = []
  for (let index = 0; index < operand.length; index += 2) {
    const [comparison, bound] = [String(operand[index]), operand[index + 1]]
    const holds = Object.hasOwn(comparisons, comparison) ? comparisons[comparison] : undefined
    if (!holds) throw new InvalidPattern(`${pointer}/${index}`, 'must be one of =, <, <=, >, >=')
    if (typeof bound !== 'number' || Math.abs(bound) > 5e9)
      throw new InvalidPattern(`${pointer}/${index + 1}`, 'must be a number between -5.0e9 and 5.0e9')
    pairs.push({ comparison, holds, bound })
  }
  const [low, high] = pairs
  if (low && high) {
    if (!low.comparison.startsWith('>') || !high.comparison.startsWith('<'))
      throw new InvalidPattern(pointer, 'a range is a lower bound (> or >=), then an upper one (< or <=)')
    if (low.bound >= high.bound) throw new InvalidPattern(pointer, 'the lower bound must be below the upper one')
  }
  return (value, present) =>
    present && typeof value === 'number' && pairs.every(({ holds, bound }) => holds(value, bound))
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

/** Matches any value that is there, but those named: texts, numbers, or texts of a form (one, or a list of them). */
function compileAnythingBut(operand: unknown, pointer: string): ValueTest {
  if (isRecord(operand)) {
    const [[name, inner] = ['', undefined]] = Object.entries(operand)
    if (Object.keys(operand).length !== 1 || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
      throw new InvalidPattern(
        pointer,
        'anything-but takes values, or one of prefix, suffix, equals-ignore-case, wildcard',
      )
    }
    const forms = [inner].flat()
    if (forms.length === 0) throw new InvalidPattern(`${pointer}/${name}`, 'an empty list excludes nothing')
    const tests = forms.map((one) => compileTextOperator(name, one, `${pointer}/${name}`))
    return (value, present) => present && !(typeof value === 'string' && tests.some((test) => test(value)))
  }
  const excluded = [operand].flat()
  const [first] = excluded
  if (excluded.length === 0) throw new InvalidPattern(pointer, 'an empty list excludes nothing')
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

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
