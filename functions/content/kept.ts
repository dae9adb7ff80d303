import { now } from '../runtime/clock.ts'

/** What is read counts this long; by business time, so that a jump of the virtual clock ends it too. */
const keptMs = 60_000
/** Anybody may ask for any name: that nothing goes by it is kept of so many names, the latest. */
const keptMisses = 100

/** What is read is kept for a while, and so is that there is nothing; a read that failed is not. */
export class Kept<Value> {
  readonly #reads = new Map<string, { read: Promise<Value>; atMs: number }>()
  readonly #misses = new Set<string>()

  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const before = this.#reads.get(key)
    const nowMs = now()
    if (before && nowMs >= before.atMs && nowMs < before.atMs + keptMs) return before.read
    const made = { read: read(), atMs: nowMs }
    this.#reads.set(key, made)
    this.#misses.delete(key)
    const isLatest = () => this.#reads.get(key) === made
    made.read.then(
      (value) => value === undefined && isLatest() && this.#keepMiss(key),
      () => isLatest() && this.#reads.delete(key),
    )
    return made.read
  }

  clear(): void {
    this.#reads.clear()
    this.#misses.clear()
  }

  #keepMiss(key: string): void {
    this.#misses.add(key)
    const [oldest] = this.#misses
    if (this.#misses.size <= keptMisses || oldest === undefined) return
    this.#misses.delete(oldest)
    this.#reads.delete(oldest)
  }
}
