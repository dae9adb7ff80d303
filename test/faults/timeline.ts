import { clock } from '../fixtures/a-clock.ts'

interface Planned {
  readonly atMs: number
  readonly turn: number
  readonly act: () => Promise<void>
}

/** All that is to happen, in the order of its time; what happens moves the clock. */
export class Timeline {
  #planned: Planned[] = []
  #turn = 0

  /** Lets this happen in so many ms of business time. */
  after(ms: number, act: () => Promise<void>): void {
    this.#turn += 1
    this.#planned.push({ atMs: clock.ms + ms, turn: this.#turn, act })
  }

  /** Each so many ms, for ever. */
  every(ms: number, act: () => Promise<void>): void {
    this.after(ms, async () => {
      this.every(ms, act)
      await act()
    })
  }

  /** Lets all happen that is due by then. */
  async until(untilMs: number): Promise<void> {
    for (let count = 0; ; count += 1) {
      if (count > 50_000) throw new Error('what happens makes more happen, without end')
      const next = this.#next()
      if (!next || next.atMs > untilMs) break
      this.#planned.splice(this.#planned.indexOf(next), 1)
      clock.ms = Math.max(clock.ms, next.atMs)
      await next.act()
    }
    clock.ms = Math.max(clock.ms, untilMs)
  }

  #next(): Planned | undefined {
    let next: Planned | undefined
    for (const one of this.#planned) {
      if (!next || one.atMs < next.atMs || (one.atMs === next.atMs && one.turn < next.turn)) next = one
    }
    return next
  }
}
