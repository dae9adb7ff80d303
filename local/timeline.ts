import type { VirtualClock } from './clock.ts'
import type { Work } from './work.ts'

/** Something that falls due at virtual times: waits of state machines, schedules. */
export interface DueSource {
  /** The next due time in virtual milliseconds, or undefined when nothing waits. `jumping` tells that the clock is being advanced over an idle gap up to `until`. */
  nextDue(jump?: { until: number }): number | undefined
  /** Starts everything due at or before `now` (virtual ms); the work it starts is counted in {@link Work}. */
  fire(now: number): void
}

/** Longest delay that setTimeout takes. */
const longestTimer = 2 ** 31 - 1

/**
 * Brings what is due and the virtual clock together: fires due things as time flows, and `advance` moves time on from one due moment to the next.
 */
export class Timeline {
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #sources: DueSource[] = []
  #timer: NodeJS.Timeout | undefined
  #advancing: Promise<void> = Promise.resolve()
  #held = false

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
    if (this.#held) return
    const due = this.#nextDue()
    if (due === undefined) return
    const realDelay = (due - this.#clock.now()) / (this.#clock.speed || 1)
    this.#timer = setTimeout(() => this.#fireDue(), Math.min(Math.max(realDelay, 0), longestTimer))
  }

  /**
   * Moves virtual time on by `span` ms, firing all that falls due on the way in its order, and resolves once nothing is left to do.
   * While it runs the clock stands still between due moments.
   */
  advance(span: number): Promise<void> {
    this.#advancing = this.#advancing.then(() => this.#advance(span))
    return this.#advancing
  }

  stop(): void {
    this.#held = true
    clearTimeout(this.#timer)
  }

  async #advance(span: number): Promise<void> {
    const speed = this.#clock.speed
    const target = this.#clock.now() + span
    this.#held = true
    clearTimeout(this.#timer)
    this.#clock.set(this.#clock.now(), 0)
    try {
      for (;;) {
        await this.#work.idle()
        const due = this.#nextDue({ until: target })
        if (due === undefined || due > target) break
        this.#clock.set(due, 0)
        for (const source of this.#sources) source.fire(this.#clock.now())
      }
      this.#clock.set(target, 0)
    } finally {
      this.#clock.set(this.#clock.now(), speed)
      this.#held = false
      this.changed()
    }
  }

  #nextDue(jump?: { until: number }): number | undefined {
    let next: number | undefined
    for (const source of this.#sources) {
      const due = source.nextDue(jump)
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
