import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Answer, Call, Start } from './worker.ts'

export interface FunctionSettings {
  readonly arn: string
  readonly name: string
  /** For people: `nurture/take-step.task`. */
  readonly title: string
  readonly bundleFolder: string
  /** As in the template: `index.handler`. */
  readonly handler: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly memoryMb: number
  /** Calls at the same time at most. */
  readonly concurrency: number
  /** Others go first where there are not cores enough for all. */
  readonly givesWay: boolean
}

/** What a function threw, or that it took too long. */
export class LambdaError extends Error {
  readonly errorType: string
  readonly timedOut: boolean

  constructor(errorType: string, message: string, timedOut = false) {
    super(message)
    this.name = errorType
    this.errorType = errorType
    this.timedOut = timedOut
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: LambdaError) => void
  timer?: NodeJS.Timeout
}

/** A thread in which one function's bundle is loaded. */
export class Sandbox {
  readonly #settings: FunctionSettings
  readonly #worker: Worker
  readonly #log: (text: string) => void
  readonly #pending = new Map<number, Pending>()
  readonly #loaded = Promise.withResolvers<void>()
  #isLoaded = false
  #lastId = 0
  #taking = true

  constructor(
    settings: FunctionSettings,
    options: {
      clock: SharedArrayBuffer
      compileCache: string
      environment: Readonly<Record<string, string>>
      log: (text: string) => void
    },
  ) {
    this.#settings = settings
    this.#log = options.log
    const [file = 'index', exported = 'handler'] = settings.handler.split('.')
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: settings.title,
      workerData: {
        bundle: join(settings.bundleFolder, `${file}.mjs`),
        exported,
        functionName: settings.name,
        functionArn: settings.arn,
        memoryMb: settings.memoryMb,
        clock: options.clock,
        givesWay: settings.givesWay,
      } satisfies Start,
      env: {
        NODE_ENV: 'production',
        // Reading the same sources again costs 60 ms and 11 MB a thread.
        NODE_COMPILE_CACHE: options.compileCache,
        AWS_LAMBDA_FUNCTION_NAME: settings.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
        ...options.environment,
        ...settings.environment,
      },
      // A small nursery: some sixty functions share one machine. With one of 16 MB a busy one cleans up for a tenth of its time; it grows only for those.
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb, maxYoungGenerationSizeMb: 64 },
      stdout: true,
      stderr: true,
    })
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) stream.setEncoding('utf8').on('data', this.#log)
    this.#worker.on('message', (answer: Answer | 'loaded') => {
      if (answer === 'loaded') {
        this.#isLoaded = true
        this.#loaded.resolve()
      } else this.#settle(answer)
    })
    this.#worker.on('error', (error: Error) => void this.#fail(new LambdaError(error.name, error.message)))
    this.#worker.on('exit', () =>
      this.#fail(new LambdaError('Runtime.ExitError', 'the function ended its process', false)),
    )
  }

  /** False once it ended, or only waits for the calls that it has. */
  get isTaking(): boolean {
    return this.#taking
  }

  /** True once its bundle is loaded, or could not be. */
  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** How many calls it has. */
  get calls(): number {
    return this.#pending.size
  }

  /** Calls the function; throws {@link LambdaError}. The time that it may take begins when its bundle is loaded, as on AWS. */
  call(payload: string): Promise<unknown> {
    const timeoutMs = this.#settings.timeoutSeconds * 1_000
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      const pending: Pending = { resolve, reject }
      this.#pending.set(id, pending)
      void this.#loaded.promise.then(() => {
        if (!this.#pending.has(id)) return
        pending.timer = setTimeout(() => this.#timeOut(id), timeoutMs)
        this.#worker.postMessage({ id, payload, deadline: Date.now() + timeoutMs } satisfies Call)
      })
    })
  }

  async end(reason: string): Promise<void> {
    this.#fail(new LambdaError('ServiceException', reason))
    await this.#worker.terminate()
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id)
    if (!pending) return
    this.#forget(answer.id, pending)
    if ('value' in answer) {
      pending.resolve(JSON.parse(answer.value))
    } else {
      this.#log(`${answer.error.trace}\n`)
      pending.reject(new LambdaError(answer.error.type, answer.error.message))
    }
  }

  #timeOut(id: number): void {
    const pending = this.#pending.get(id)
    if (!pending) return
    this.#taking = false
    const message = `Task timed out after ${this.#settings.timeoutSeconds} seconds`
    this.#log(`${message}\n`)
    this.#forget(id, pending)
    pending.reject(new LambdaError('Sandbox.Timedout', message, true))
  }

  #forget(id: number, { timer }: Pending): void {
    clearTimeout(timer)
    this.#pending.delete(id)
    if (!this.#taking && this.#pending.size === 0) void this.#worker.terminate()
  }

  #fail(error: LambdaError): void {
    this.#taking = false
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer)
      reject(error)
    }
    this.#pending.clear()
  }
}
