import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect } from 'vitest'

/** What one text may cost: the thread's own time, so that what else the machine does is not counted. */
const cpuMs = 2_000
const memoryMb = 256
/** A thread that never answers. */
const deadlineMs = 60_000

/**
 * A thread of this file that answers each message with one, within time and memory; one that does not is ended, and the next question starts another. `warmUp`: a
 * first message, for what is loaded once and belongs to no text.
 */
export class BoundedThread<Question, Answer extends { readonly thrown?: string }> {
  readonly #file: string
  readonly #warmUp: Question | undefined
  #worker: Promise<Worker> | undefined

  constructor(file: string, warmUp?: Question) {
    this.#file = file
    this.#warmUp = warmUp
  }

  /** Asks, and looks at the answer with `judge`; fails where the thread threw, or took too much. */
  async ask(question: Question, judge: (answer: Answer) => void): Promise<void> {
    this.#worker ??= this.#start()
    const worker = await this.#worker
    const usedBefore = await worker.cpuUsage()
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    worker.once('message', resolve)
    worker.once('error', reject)
    const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs)
    try {
      worker.postMessage(question)
      const answer = await promise
      expect(answer.thrown).toBeUndefined()
      const used = await worker.cpuUsage(usedBefore)
      expect((used.user + used.system) / 1000).toBeLessThan(cpuMs)
      judge(answer)
    } catch (error) {
      await this.end()
      throw error
    } finally {
      clearTimeout(timer)
      worker.removeAllListeners('message')
      worker.removeListener('error', reject)
    }
  }

  async end(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await (await worker)?.terminate()
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(join(import.meta.dirname, this.#file), {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    })
    // Who waits for an answer hears of it.
    worker.on('error', () => {})
    await once(worker, 'message')
    if (this.#warmUp !== undefined) {
      worker.postMessage(this.#warmUp)
      await once(worker, 'message')
    }
    return worker
  }
}
