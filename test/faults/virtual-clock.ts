import { clock } from '../fixtures/a-clock.ts'

/**
 * Business time and the monotonic clock, both set by the test. This file is imported before any handler: `functions/runtime/clock.ts` looks for its source
 * once.
 */
;(globalThis as Record<symbol, unknown>)[Symbol.for('ripen.clock')] = () => clock.ms

export const startMs = Date.parse('2026-11-24T09:00:00.000Z')

const real = performance.now
let slowMs = 0

/** What this worker's monotonic clock says goes with business time, so that what is kept for some seconds is kept the same in every run. */
export function takeOverMonotonicClock(): void {
  performance.now = () => clock.ms - startMs + 1_000_000 + slowMs
}

export function giveBackMonotonicClock(): void {
  performance.now = real
}

/** Real time that goes by in a call, while business time stands still. */
export function dawdle(ms: number): void {
  slowMs += ms
}

/** A new run is later than the one before on the monotonic clock, so that nothing that was kept then counts now. */
export function startAnew(): void {
  slowMs += 10 * 86_400_000
  clock.ms = startMs
}
