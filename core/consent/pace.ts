/** A worker's own share of the sending rate, in real time. */
export interface Pace {
  /** When the next mail may go, in ms of a monotonic clock. */
  readonly nextMs: number
  /** Until when it goes at half its rate, because SES asked for less. */
  readonly slowUntilMs: number
}

export const freshPace: Pace = { nextMs: 0, slowUntilMs: 0 }

/** How long a worker that was throttled goes at half its rate. */
const slowForMs = 60_000

/** Takes the next slot: how long to wait for it, in ms, and the pace after it. Slots that nobody took are not saved up. */
export function takeSlot(pace: Pace, perSecond: number, nowMs: number): { waitMs: number; pace: Pace } {
  const everyMs = (nowMs < pace.slowUntilMs ? 2_000 : 1_000) / perSecond
  const slotMs = Math.max(pace.nextMs, nowMs)
  return { waitMs: slotMs - nowMs, pace: { ...pace, nextMs: slotMs + everyMs } }
}

/** The pace after SES said that it was too much. */
export function slowed(pace: Pace, nowMs: number): Pace {
  return { nextMs: Math.max(pace.nextMs, nowMs + 1_000), slowUntilMs: nowMs + slowForMs }
}
