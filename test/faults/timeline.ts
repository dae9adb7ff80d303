import { clock } from '../fixtures/a-clock.ts'

interface Planned {
  readonly atMs: number
  readonly act: () => Promise<void>
}

/** All that is to happen, in the order of its time; what happens moves the clock. */
export class Timeline {
  /** The next first; of what is to happen at one time, what was planned first. */
  #planned: Planned[] = []

  /** Lets this happen in so many ms of business time. */
  after(ms: number, act: () => Promise<void>): void {
    const atMs = clock.ms + ms
    this.#planned.splice(this.#placeAfter(atMs), 0, { atMs, act })
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
      const next = this.#planned[0]
      if (!next || next.atMs > untilMs) break
      this.#planned.shift()
      clock.ms = Math.max(clock.ms, next.atMs)
      await next.act()
    }
    clock.ms = Math.max(clock.ms, untilMs)
  }

  /** Behind all that happens by then, by halves: a thousand leads have thousands of things planned. */
  #placeAfter(atMs: number): number {
    let [from, to] = [0, this.#planned.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.#planned[middle]?.atMs ?? 0) <= atMs) from = middle + 1
      else to = middle
    }
    return from
  }
}
