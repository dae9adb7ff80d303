import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { VirtualClock } from '../clock.ts'
import type { Answer, Call } from './worker.ts'

export interface FunctionSettings {
  readonly arn: string
  readonly name: string
  readonly bundleFolder: string
  /** As in the template: `index.handler`. */
  readonly handler: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly memoryMb: number
}

/** What a function threw, or that it took too long. */
export class LambdaError extends Error {
  readonly errorType: string
  readonly timedOut: boolean

  constructor(errorType: string, message: string, timedOut = false) {
    super(message)
    this.name = 'LambdaError'
    this.errorType = errorType
    this.timedOut = timedOut
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: LambdaError) => void
  readonly timer: NodeJS.Timeout
}

interface Warm {
  readonly worker: Worker
  readonly pending: Map<number, Pending>
}

/**
 * Lambda for one machine: each function's bundle runs in a worker thread of its own, started at its first call and kept.
 * A call that takes longer than the function's timeout ends the worker, as Lambda ends the sandbox.
 */
export class Lambdas {
  readonly #clock: VirtualClock
  readonly #environment: Readonly<Record<string, string>>
  readonly #log: WriteStream
  readonly #functions = new Map<string, FunctionSettings>()
  readonly #warm = new Map<string, Warm>()
  #nextCall = 0
  #closed = false
  /** Calls since the start, by function name. */
  readonly calls: Record<string, number> = {}

  constructor(options: { clock: VirtualClock; dataFolder: string; environment: Readonly<Record<string, string>> }) {
    this.#clock = options.clock
    this.#environment = options.environment
    this.#log = createWriteStream(join(options.dataFolder, 'functions.log'), { flags: 'a' })
  }

  register(settings: FunctionSettings): void {
    this.#functions.set(settings.arn, settings)
  }

  /** Calls a function and answers what it returns; throws {@link LambdaError}. */
  invoke(arn: string, payload: unknown): Promise<unknown> {
    const settings = this.#functions.get(arn)
    if (!settings) return Promise.reject(new LambdaError('ResourceNotFoundException', `there is no function ${arn}`))
    if (this.#closed) return Promise.reject(new LambdaError('ServiceException', 'the embedded run is stopping'))
    this.calls[settings.name] = (this.calls[settings.name] ?? 0) + 1
    const warm = this.#warm.get(arn) ?? this.#start(settings)
    return new Promise((resolve, reject) => {
      this.#nextCall += 1
      const id = this.#nextCall
      const timeoutMs = settings.timeoutSeconds * 1_000
      const timer = setTimeout(() => {
        this.#end(
          arn,
          warm,
          new LambdaError('Sandbox.Timedout', `Task timed out after ${settings.timeoutSeconds} seconds`, true),
        )
      }, timeoutMs)
      warm.pending.set(id, { resolve, reject, timer })
      warm.worker.postMessage({ id, payload, deadline: Date.now() + timeoutMs } satisfies Call)
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const stopping = [...this.#warm.entries()].map(([arn, warm]) =>
      this.#end(arn, warm, new LambdaError('ServiceException', 'the embedded run is stopping')),
    )
    await Promise.all(stopping)
    await new Promise((resolve) => this.#log.end(resolve))
  }

  #start(settings: FunctionSettings): Warm {
    const [file = 'index', exported = 'handler'] = settings.handler.split('.')
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: {
        bundle: join(settings.bundleFolder, `${file}.mjs`),
        exported,
        functionName: settings.name,
        memoryMb: settings.memoryMb,
        clock: this.#clock.shared,
      },
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        POWERTOOLS_DEV: 'false',
        AWS_LAMBDA_FUNCTION_NAME: settings.name,
        ...this.#environment,
        ...settings.environment,
      },
      stdout: true,
      stderr: true,
    })
    const warm: Warm = { worker, pending: new Map() }
    this.#warm.set(settings.arn, warm)
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (!this.#closed) this.#log.write(text.replace(/^(?=.)/gm, `${settings.name} `))
      })
    }
    worker.on('message', (answer: Answer) => this.#settle(warm, answer))
    worker.on('error', (error) => void this.#end(settings.arn, warm, new LambdaError(error.name, error.message)))
    worker.on(
      'exit',
      () => void this.#end(settings.arn, warm, new LambdaError('Runtime.ExitError', 'the function ended its process')),
    )
    return warm
  }

  #settle(warm: Warm, answer: Answer): void {
    const pending = warm.pending.get(answer.id)
    if (!pending) return
    warm.pending.delete(answer.id)
    clearTimeout(pending.timer)
    if ('error' in answer) {
      this.#log.write(`${answer.error.trace}\n`)
      pending.reject(new LambdaError(answer.error.type, answer.error.message))
    } else {
      pending.resolve(answer.value)
    }
  }

  async #end(arn: string, warm: Warm, reason: LambdaError): Promise<void> {
    if (this.#warm.get(arn) === warm) this.#warm.delete(arn)
    for (const { reject, timer } of warm.pending.values()) {
      clearTimeout(timer)
      reject(reason)
    }
    warm.pending.clear()
    await warm.worker.terminate()
  }
}
