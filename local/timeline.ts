import type { VirtualClock } from './clock.ts'
import type { Work } from './work.ts'

/** Something that falls due at virtual times: waits of state machines, schedules. `until` is set while the clock is advanced, up to that time. */
export interface DueSource {
  /** The next due time in virtual milliseconds, or undefined when nothing waits. */
  nextDue(until?: number): number | undefined
  /** Starts everything due at or before `now` (virtual ms); the work it starts is counted in {@link Work}. */
  fire(now: number, until?: number): void
}

/** Longest delay that setTimeout takes. */
const longestTimer = 2 ** 31 - 1

/** Brings what is due and the virtual clock together: fires due things as time flows, and `advance` moves time on from one due moment to the next. */
export class Timeline {
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #sources: DueSource[] = []
  #timer: NodeJS.Timeout | undefined
  #advancing: Promise<void> = Promise.resolve()
  #held = false
  #stopped = false

  constructor(clock: VirtualClock, work: Work) {
    this.#clock = clock
    this.#work = work
  }

  add(source: DueSource): void {
    this.#sources.push(source)
    this.changed()
  }

  /** To be called when a source's next due time may have come closer. */
  changed(): void {
    clearTimeout(this.#timer)
    if (this.#held || this.#stopped) return
    const due = this.#nextDue()
    if (due === undefined) return
    const left = Math.max(due - this.#clock.now(), 0)
    // A clock that stands still brings nothing closer.
    if (left > 0 && this.#clock.speed === 0) return
    const realDelay = left === 0 ? 0 : left / this.#clock.speed
    this.#timer = setTimeout(() => this.#fireDue(), Math.min(Math.ceil(realDelay), longestTimer))
  }

  /**
   * Moves virtual time on by `span` ms, firing all that falls due on the way in its order, and resolves once nothing is left to do.
   * While it runs the clock stands still between due moments. Calls are taken one after the other.
   */
  advance(span: number): Promise<void> {
    const run = this.#advancing.then(() => this.#advance(span))
    this.#advancing = run.catch(() => {})
    return run
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #advance(span: number): Promise<void> {
    const speed = this.#clock.speed
    const target = this.#clock.now() + span
    this.#held = true
    clearTimeout(this.#timer)
    this.#clock.set(this.#clock.now(), 0)
    try {
      while (!this.#stopped) {
        await this.#work.idle()
        const due = this.#nextDue(target)
        if (due === undefined || due > target) break
        if (due > this.#clock.now()) this.#clock.set(due, 0)
        for (const source of this.#sources) source.fire(this.#clock.now(), target)
      }
      if (!this.#stopped) this.#clock.set(target, 0)
    } finally {
      this.#held = false
      if (!this.#stopped) this.#clock.set(this.#clock.now(), speed)
      this.changed()
    }
  }

  #nextDue(until?: number): number | undefined {
    let next: number | undefined
    for (const source of this.#sources) {
      const due = source.nextDue(until)
      if (due !== undefined && (next === undefined || due < next)) next = due
    }
    return next
  }

  #fireDue(): void {
    const now = this.#clock.now()
    for (const source of this.#sources) source.fire(now)
    this.changed()
  }
}
