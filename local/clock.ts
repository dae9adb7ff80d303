/** How many settings of the clock are kept side by side: a reader is done long before its slot is written again. */
const slots = 64
const numbersPerSlot = 3
const header = Float64Array.BYTES_PER_ELEMENT

/**
 * The virtual clock of the embedded run: virtual time = virtual anchor + (real time - real anchor) * speed; at speed 0 it stands still.
 *
 * Its settings lie in shared memory, so that every function's thread reads the same time without a message. Each setting is written into the
 * next slot and then published by its index, so that no reader ever sees half of one.
 */
export class VirtualClock {
  readonly shared: SharedArrayBuffer
  /** Told of each setting, before it counts. */
  readonly #keep: (setting: { realMs: number; virtualMs: number; speed: number }) => void
  readonly #now: () => number
  readonly #index: Int32Array
  readonly #cells: Float64Array
  #speed: number

  constructor(options: {
    startAt: number
    speed: number
    keep?: (setting: { realMs: number; virtualMs: number; speed: number }) => void
  }) {
    this.shared = new SharedArrayBuffer(header + slots * numbersPerSlot * Float64Array.BYTES_PER_ELEMENT)
    this.#index = new Int32Array(this.shared, 0, 1)
    this.#cells = new Float64Array(this.shared, header)
    this.#keep = options.keep ?? (() => {})
    this.#now = virtualTimeReader(this.shared)
    this.#speed = options.speed
    this.#anchor(options.startAt, options.speed)
  }

  /** Virtual time now, in milliseconds since the epoch. */
  now(): number {
    return this.#now()
  }

  /** Virtual milliseconds per real millisecond; 0 while the clock is held. */
  get speed(): number {
    return this.#speed
  }

  /** Sets the present virtual time (never backwards) and goes on at `speed`. */
  set(virtualNow: number, speed = this.#speed): void {
    this.#anchor(Math.max(virtualNow, this.now()), speed)
  }

  #anchor(virtualMs: number, speed: number): void {
    const realMs = Date.now()
    this.#keep({ realMs, virtualMs, speed })
    this.#speed = speed
    const next = (Atomics.load(this.#index, 0) + 1) % slots
    this.#cells.set([realMs, virtualMs, speed], next * numbersPerSlot)
    Atomics.store(this.#index, 0, next)
  }
}

/** A reader of the virtual time (ms) of a {@link VirtualClock}'s shared memory, for other threads. */
export function virtualTimeReader(shared: SharedArrayBuffer): () => number {
  const index = new Int32Array(shared, 0, 1)
  const cells = new Float64Array(shared, header)
  return () => {
    const at = Atomics.load(index, 0) * numbersPerSlot
    const [real, virtual, speed] = [cells[at] ?? 0, cells[at + 1] ?? 0, cells[at + 2] ?? 1]
    return Math.floor(virtual + (Date.now() - real) * speed)
  }
}
