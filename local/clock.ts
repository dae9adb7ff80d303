/**
 * The virtual clock of the embedded run.
 *
 * The three numbers lie in shared memory, so that every Lambda worker reads the same time without a message:
 * virtual time = virtualAnchor + (real time - realAnchor) * speed. Speed 0 means the clock stands still.
 */
export class VirtualClock {
  readonly shared: SharedArrayBuffer
  readonly #cells: Float64Array

  constructor(options: { startAt: number; speed: number; shared?: SharedArrayBuffer }) {
    this.shared = options.shared ?? new SharedArrayBuffer(4 * Float64Array.BYTES_PER_ELEMENT)
    this.#cells = new Float64Array(this.shared)
    if (!options.shared) this.#anchor(options.startAt, options.speed)
  }

  /** Virtual time now, in milliseconds since the epoch. */
  now(): number {
    return readVirtualTime(this.#cells)
  }

  /** Virtual milliseconds per real millisecond; 0 while the clock is held. */
  get speed(): number {
    return this.#cells[2] ?? 1
  }

  /** Sets the present virtual time (never backwards) and goes on at `speed`. */
  set(virtualNow: number, speed = this.speed): void {
    this.#anchor(Math.max(virtualNow, this.now()), speed)
  }

  #anchor(virtualNow: number, speed: number): void {
    // The sequence number is odd while the three numbers are being written: readers in other threads then read again.
    const cells = this.#cells
    cells[3] = (cells[3] ?? 0) + 1
    cells[0] = Date.now()
    cells[1] = virtualNow
    cells[2] = speed
    cells[3] = (cells[3] ?? 0) + 1
  }
}

/** Reads virtual time (ms) out of the shared cells of a {@link VirtualClock}; used by workers. */
export function readVirtualTime(cells: Float64Array): number {
  for (;;) {
    const sequence = cells[3] ?? 0
    const [real = 0, virtual = 0, speed = 1] = cells
    if (sequence % 2 === 0 && sequence === cells[3]) return Math.floor(virtual + (Date.now() - real) * speed)
  }
}
