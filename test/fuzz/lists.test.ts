import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'

/** What one file may cost: the thread's own time, so that what else the machine does is not counted. */
const cpuMs = 2_000
const memoryMb = 256
/** A thread that never answers. */
const deadlineMs = 60_000

interface Answer {
  readonly rows?: number
  readonly problem?: string
  readonly thrown?: string
}

let thread: Promise<Worker> | undefined

async function start(): Promise<Worker> {
  const worker = new Worker(join(import.meta.dirname, 'list-thread.ts'), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  worker.on('error', () => {})
  await once(worker, 'message')
  return worker
}

/** Reads a file by itself: rows or a problem in words, within time and memory. */
async function read(bytes: Uint8Array, encoding?: string): Promise<void> {
  thread ??= start()
  const worker = await thread
  const before = await worker.cpuUsage()
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  worker.once('message', resolve)
  worker.once('error', reject)
  const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs)
  try {
    worker.postMessage({ bytes, encoding })
    const { rows, problem, thrown } = await promise
    expect(thrown).toBeUndefined()
    expect(rows !== undefined || (problem ?? '') !== '').toBe(true)
    const used = await worker.cpuUsage(before)
    expect((used.user + used.system) / 1000).toBeLessThan(cpuMs)
  } catch (error) {
    thread = undefined
    await worker.terminate()
    throw error
  } finally {
    clearTimeout(timer)
    worker.removeAllListeners('message')
    worker.removeListener('error', reject)
  }
}

afterAll(async () => (await thread)?.terminate())

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
    length: fc.constantFrom(10, 1_000, 300_000),
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
