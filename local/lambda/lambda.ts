import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import type { VirtualClock } from '../clock.ts'
import { type FunctionSettings, LambdaError, Sandbox } from './sandbox.ts'

/** A thread that nothing called for so long is stopped; its next call starts another (about 100 ms). */
const idleMs = 60_000

/** A function whose threads have so many calls each is given another thread, where it may have more. */
const manyCalls = 5

interface Waiting {
  readonly payload: string
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

interface Deployed {
  readonly settings: FunctionSettings
  readonly threadsAtMost: number
  readonly waiting: Waiting[]
  running: number
  sandboxes: Sandbox[]
  usedAt: number
}

/**
 * Lambda for one machine: each function's bundle runs in threads of its own with the template's environment, the first started at its first call.
 * Unlike on AWS, one thread takes several calls at once. A call over its function's timeout fails; its thread takes no more and ends with its other calls.
 */
export class Lambdas {
  /** Calls since the start, by title. */
  readonly calls: Record<string, number> = {}
  readonly #clock: VirtualClock
  readonly #compileCache: string
  readonly #environment: Readonly<Record<string, string>>
  readonly #log: WriteStream
  readonly #deployed = new Map<string, Deployed>()
  readonly #sweep: NodeJS.Timeout
  #waiters: (() => void)[] = []
  #running = 0
  #closed = false

  constructor(options: {
    clock: VirtualClock
    dataFolder: string
    /** Where V8 keeps what it compiled of bundles. */
    compileCache: string
    environment: Readonly<Record<string, string>>
  }) {
    this.#clock = options.clock
    this.#compileCache = options.compileCache
    this.#environment = options.environment
    this.#log = createWriteStream(join(options.dataFolder, 'functions.log'), { flags: 'a' })
    this.#sweep = setInterval(() => this.#stopIdle(), idleMs / 4).unref()
  }

  /** Several threads are for a function that people wait for: each is slow until it is warm, and one that others call in the background has the cores to share. */
  register(settings: FunctionSettings, threadsAtMost = 1): void {
    this.#deployed.set(settings.arn, { settings, threadsAtMost, waiting: [], running: 0, sandboxes: [], usedAt: 0 })
  }

  has(arn: string): boolean {
    return this.#deployed.has(arn)
  }

  /** Threads that are up. */
  get warm(): number {
    return [...this.#deployed.values()].flatMap(({ sandboxes }) => sandboxes.filter(({ isTaking }) => isTaking)).length
  }

  /** Calls a function and answers what it returns; throws {@link LambdaError}. */
  invoke(arn: string, payload: unknown): Promise<unknown> {
    const deployed = this.#deployed.get(arn)
    if (!deployed) return Promise.reject(new LambdaError('ResourceNotFoundException', `there is no function ${arn}`))
    if (this.#closed) return Promise.reject(new LambdaError('ServiceException', 'the run is stopping'))
    const { title } = deployed.settings
    this.calls[title] = (this.calls[title] ?? 0) + 1
    return new Promise((resolve, reject) => {
      deployed.waiting.push({ payload: JSON.stringify(payload), resolve, reject })
      this.#next(deployed)
    })
  }

  /** Resolves once no call is running. */
  async quiet(): Promise<void> {
    while (this.#running > 0) await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#sweep)
    await Promise.all(
      [...this.#deployed.values()].flatMap(({ sandboxes }) => sandboxes.map((one) => one.end('the run is stopping'))),
    )
    await new Promise((resolve) => this.#log.end(resolve))
  }

  #next(deployed: Deployed): void {
    if (this.#closed || deployed.running >= deployed.settings.concurrency) return
    const waiting = deployed.waiting.shift()
    if (!waiting) return
    deployed.running += 1
    this.#running += 1
    deployed.usedAt = Date.now()
    this.#sandboxFor(deployed)
      .call(waiting.payload)
      .then(waiting.resolve, waiting.reject)
      .finally(() => {
        deployed.running -= 1
        deployed.usedAt = Date.now()
        this.#next(deployed)
        this.#running -= 1
        if (this.#running === 0) for (const resolve of this.#waiters.splice(0)) resolve()
      })
  }

  /** The thread that has the fewest calls. Where each has many, another one is started, which takes calls from when its bundle is loaded. */
  #sandboxFor(deployed: Deployed): Sandbox {
    const taking = deployed.sandboxes.filter(({ isTaking }) => isTaking)
    const freest = taking.filter(({ isLoaded }) => isLoaded).reduce<Sandbox | undefined>(freer, undefined)
    const areBusy = taking.every(({ isLoaded, calls }) => isLoaded && calls >= manyCalls)
    const more = areBusy && taking.length < deployed.threadsAtMost
    deployed.sandboxes = more ? [...taking, this.#start(deployed.settings)] : taking
    return freest ?? (deployed.sandboxes[0] as Sandbox)
  }

  #start(settings: FunctionSettings): Sandbox {
    return new Sandbox(settings, {
      clock: this.#clock.shared,
      compileCache: this.#compileCache,
      environment: this.#environment,
      log: (text) => {
        if (!this.#closed) this.#log.write(text.replace(/^(?=.)/gm, `${settings.title} `))
      },
    })
  }

  #stopIdle(): void {
    for (const deployed of this.#deployed.values()) {
      const { sandboxes, running, usedAt } = deployed
      if (running > 0 || Date.now() - usedAt < idleMs) continue
      for (const sandbox of sandboxes.splice(0)) void sandbox.end('nothing called it')
    }
  }
}

function freer(one: Sandbox | undefined, other: Sandbox): Sandbox {
  return one && one.calls <= other.calls ? one : other
}
