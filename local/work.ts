/**
 * Counts what the embedded run still has to do at the present virtual time, so that `settle` and `advance` know when all is quiet.
 *
 * Engines call `begin()` when they take on something (an accepted event, a visible message, a running segment) and the returned function when it is done.
 */
export class Work {
  #open = 0
  #taken = 0
  #waiters: (() => void)[] = []

  /** Takes on one piece of work; call the returned function once, when it is done. */
  begin(): () => void {
    this.#open += 1
    this.#taken += 1
    let done = false
    return () => {
      if (done) return
      done = true
      this.#open -= 1
      if (this.#open === 0) setImmediate(() => this.#announce())
    }
  }

  /** Pieces of work taken on and not done. */
  get open(): number {
    return this.#open
  }

  /** Pieces of work taken on so far. */
  get taken(): number {
    return this.#taken
  }

  /** Resolves once nothing is left to do. */
  async idle(): Promise<void> {
    do {
      await new Promise<void>((resolve) => {
        if (this.#open === 0) setImmediate(resolve)
        else this.#waiters.push(resolve)
      })
    } while (this.#open > 0)
  }

  #announce(): void {
    if (this.#open > 0) return
    const waiters = this.#waiters
    this.#waiters = []
    for (const resolve of waiters) resolve()
  }
}
