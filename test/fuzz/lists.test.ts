import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { BoundedThread } from './bounded-thread.ts'

interface Question {
  readonly bytes: Uint8Array
  readonly encoding: string | undefined
}

interface Answer {
  readonly rows?: number
  readonly problem?: string
  readonly thrown?: string
}

const thread = new BoundedThread<Question, Answer>('list-thread.ts')
afterAll(() => thread.end())

/** Reads a file by itself: rows or a problem in words, within time and memory. */
async function read(bytes: Uint8Array, encoding?: string): Promise<void> {
  await thread.ask({ bytes, encoding }, ({ rows, problem }) => {
    expect(rows !== undefined || (problem ?? '') !== '').toBe(true)
  })
}

const pieces = [
  'a,b,c,d\n',
  'a;b',
  'a\tb',
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\0',
  '\ufeff',
  '=',
  '2026-01-01',
  'opt-in',
  'x@y.example',
  'имя',
  'علی',
  '1.234',
  'yes',
  '😀',
]
const encodings = fc.constantFrom(undefined, 'utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'shift_jis', 'klingon')

/** A few pieces again and again: what quadratic searches choke on. */
const again = fc
  .record({
    before: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
    turn: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }),
    after: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
    length: fc.constantFrom(10, 1_000, 30_000),
  })
  .map(({ before, turn, after, length }) => {
    const one = turn.join('')
    return before.join('') + one.repeat(Math.ceil(length / one.length)) + after.join('')
  })
const some = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 80 })
  .map((all) => all.join(''))

describe('a list of anything gives rows or a problem', () => {
  it('for any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), encodings, read), { numRuns: 200 })
  }, 180_000)

  it('for what looks like CSV', async () => {
    await fc.assert(
      fc.asyncProperty(some, encodings, (text, encoding) => read(Buffer.from(text), encoding)),
      { numRuns: 200 },
    )
  }, 180_000)

  it('for pieces again and again', async () => {
    await fc.assert(
      fc.asyncProperty(again, (text) => read(Buffer.from(text))),
      { numRuns: 60 },
    )
  }, 180_000)
})
