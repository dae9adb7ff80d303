import { setTimeout as pause } from 'node:timers/promises'
import type { KillableRun } from './killable-run.ts'

/** One kill in so many comes while the run is starting. */
const oneInStarting = 8
const startingMs = 1_500
/** The others come this long after it was up, at most: some at once, some when much was done since. */
const upMs = 3_000

/** Kills a run so many times, at moments that the numbers decide. */
export class Killer {
  readonly wanted: number
  readonly #run: KillableRun
  readonly #random: () => number
  done = 0
  /** Kills that hit the run while it was starting. */
  starting = 0

  constructor(run: KillableRun, wanted: number, random: () => number) {
    this.#run = run
    this.wanted = wanted
    this.#random = random
  }

  get isDone(): boolean {
    return this.done >= this.wanted
  }

  async kill(): Promise<void> {
    let isUp = true
    while (!this.isDone) {
      const whileStarting = !isUp && Math.floor(this.#random() * oneInStarting) === 0
      if (!whileStarting) await this.#run.up()
      await pause(this.#random() * (whileStarting ? startingMs : upMs))
      this.#run.kill()
      this.done += 1
      if (whileStarting) this.starting += 1
      isUp = false
    }
    await this.#run.up()
  }
}
