import { isDeepStrictEqual } from 'node:util'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'

export type Stored = Readonly<Record<string, AttributeValue>>
export type Names = Readonly<Record<string, string>>
export type Values = Readonly<Record<string, AttributeValue>>
export type Holds = (item: Stored | undefined, names: Names, values: Values) => boolean

type Operand = (item: Stored, names: Names, values: Values) => AttributeValue | undefined

const known = new Map<string, Holds>()

/** Does a condition hold of an item? The part of DynamoDB's language that Ripen writes: comparisons, IN, existence, AND, OR, parentheses. */
export function conditionHolds(text: string, item: Stored | undefined, names: Names, values: Values): boolean {
  let holds = known.get(text)
  if (!holds) {
    holds = new Reader(text).whole()
    known.set(text, holds)
  }
  return holds(item, names, values)
}

/** Which of two values comes first, as DynamoDB orders values of one type; undefined for values of two types. */
export function order(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S))
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N)
  return undefined
}

function isEqual(a: AttributeValue, b: AttributeValue): boolean {
  return order(a, b) === 0 || isDeepStrictEqual(a, b)
}

const comparisons: Readonly<Record<string, (a: AttributeValue, b: AttributeValue) => boolean>> = {
  '=': isEqual,
  '<>': (a, b) => !isEqual(a, b),
  '<': (a, b) => (order(a, b) ?? 0) < 0,
  '<=': (a, b) => (order(a, b) ?? 1) <= 0,
  '>': (a, b) => (order(a, b) ?? 0) > 0,
  '>=': (a, b) => (order(a, b) ?? -1) >= 0,
}

/** Reads one condition by recursive descent. */
class Reader {
  readonly #text: string
  readonly #tokens: string[]
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = text.match(/[(),]|<=|>=|<>|[=<>]|[#:]?\w+/g) ?? []
  }

  whole(): Holds {
    const holds = this.#any()
    if (this.#at < this.#tokens.length) throw this.#unknown()
    return holds
  }

  #any(): Holds {
    const parts = [this.#all()]
    while (this.#takes('OR')) parts.push(this.#all())
    return (...given) => parts.some((holds) => holds(...given))
  }

  #all(): Holds {
    const parts = [this.#one()]
    while (this.#takes('AND')) parts.push(this.#one())
    return (...given) => parts.every((holds) => holds(...given))
  }

  #one(): Holds {
    if (this.#takes('(')) {
      const inner = this.#any()
      this.#must(')')
      return inner
    }
    if (this.#takes('attribute_exists')) return this.#existence(true)
    if (this.#takes('attribute_not_exists')) return this.#existence(false)
    const left = this.#operand()
    if (this.#takes('IN')) return this.#among(left)
    const compare = comparisons[this.#next()]
    if (!compare) throw this.#unknown()
    const right = this.#operand()
    return (item = {}, names, values) => {
      const [a, b] = [left(item, names, values), right(item, names, values)]
      return a !== undefined && b !== undefined && compare(a, b)
    }
  }

  #existence(wanted: boolean): Holds {
    this.#must('(')
    const path = this.#operand()
    this.#must(')')
    return (item = {}, names, values) => (path(item, names, values) !== undefined) === wanted
  }

  #among(left: Operand): Holds {
    this.#must('(')
    const list = [this.#operand()]
    while (this.#takes(',')) list.push(this.#operand())
    this.#must(')')
    return (item = {}, names, values) => {
      const a = left(item, names, values)
      return list.some((operand) => {
        const b = operand(item, names, values)
        return a !== undefined && b !== undefined && isEqual(a, b)
      })
    }
  }

  #operand(): Operand {
    const token = this.#next()
    if (token.startsWith(':')) return (_item, _names, values) => values[token]
    if (token.startsWith('#')) return (item, names) => item[names[token] ?? '']
    if (!/^\w+$/.test(token)) throw this.#unknown()
    return (item) => item[token]
  }

  #next(): string {
    this.#at += 1
    return this.#tokens[this.#at - 1] ?? ''
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at += 1
    return true
  }

  #must(token: string): void {
    if (!this.#takes(token)) throw this.#unknown()
  }

  #unknown(): Error {
    return new Error(`the table in memory does not read the condition: ${this.#text}`)
  }
}
