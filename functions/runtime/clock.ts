/** The embedded run puts its virtual clock here; on AWS nothing is there and the system's time counts. */
const source = (globalThis as Record<symbol, unknown>)[Symbol.for('ripen.clock')] as (() => number) | undefined

/** Business time now, in milliseconds since the epoch. Real time (timeouts, the send fence) comes from `performance.now()` instead. */
export function now(): number {
  return source ? source() : Date.now()
}
