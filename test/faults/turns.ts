import { AsyncLocalStorage } from 'node:async_hooks'
import type { Between, Call } from './calls.ts'

/** One that stands before its next call. */
export interface Waiting {
  readonly name: string
  readonly call: Call
}

/** Which of those that wait makes its call. */
export type Choose = (waiting: readonly Waiting[]) => string

/** A call that was made, and whether it was refused (a condition that did not hold). */
export interface Step extends Waiting {
  refused: boolean
}

/** How each of the runs ended, and which calls were made in which order. */
export interface Raced {
  readonly outcomes: Readonly<Record<string, PromiseSettledResult<unknown>>>
  readonly order: readonly Step[]
}

/** One of the runs, stopping at each of its calls. */
class Run {
  readonly name: string
  readonly #held: { call: Call; go: (step: Step) => void }[] = []
  #arrived = Promise.withResolvers<void>()
  isOver = false

  constructor(name: string) {
    this.name = name
  }

  get waiting(): Waiting | undefined {
    const [first] = this.#held
    return first && { name: this.name, call: first.call }
  }

  hold(call: Call): Promise<Step> {
    return new Promise((go) => {
      this.#held.push({ call, go })
      this.#arrived.resolve()
    })
  }

  /** Resolves when it stands at a call, or is over. */
  arrives(): Promise<void> {
    return this.#arrived.promise
  }

  goesOn(step: Step): void {
    const first = this.#held.shift()
    if (this.#held.length === 0) this.#arrived = Promise.withResolvers()
    first?.go(step)
  }

  ends(): void {
    this.isOver = true
    this.#arrived.resolve()
  }
}

const current = new AsyncLocalStorage<Run>()

/** Lets several functions run at once, one AWS call at a time, in the order that is chosen: what two Lambdas can do to each other. */
export class Turns {
  /** Stands between the functions and AWS; calls outside of any run are not held. */
  readonly between: Between = async (call, make) => {
    const step = await current.getStore()?.hold(call)
    try {
      return await make()
    } catch (error) {
      if (step) step.refused = true
      throw error
    }
  }

  async race(runs: Readonly<Record<string, () => Promise<unknown>>>, choose: Choose): Promise<Raced> {
    const started = Object.entries(runs).map(([name, work]) => {
      const run = new Run(name)
      const outcome = current
        .run(run, () => Promise.allSettled([work()]))
        .then(([settled]) => {
          run.ends()
          return settled
        })
      return { run, outcome }
    })
    const order: Step[] = []
    for (;;) {
      for (const { run } of started) await run.arrives()
      const waiting = started.flatMap(({ run }) => (run.isOver || !run.waiting ? [] : [run.waiting]))
      const [first] = waiting
      if (!first) break
      const wanted = choose(waiting)
      const chosen = waiting.find(({ name }) => name === wanted) ?? first
      const step = { ...chosen, refused: false }
      order.push(step)
      started.find(({ run }) => run.name === chosen.name)?.run.goesOn(step)
    }
    const outcomes = await Promise.all(started.map(async ({ run, outcome }) => [run.name, await outcome] as const))
    return { outcomes: Object.fromEntries(outcomes), order }
  }
}
