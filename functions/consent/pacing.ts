import { setTimeout as sleep } from 'node:timers/promises'
import { freshPace, slowed, takeSlot } from '../../core/consent/pace.ts'
import { env } from '../aws/env.ts'

/** Waiting this long inside a function costs less than another turn of the state machine (3 transitions). */
const waitAtMostMs = 2_000

let pace = freshPace

/**
 * Waits for this worker's next slot. Its rate is SEND_RATE divided by SEND_WORKERS, so that all workers together stay below SES's rate without
 * asking each other. Answers undefined when the slot is here, or the ms until it when that is too long to wait for inside a function.
 */
export async function takeSendSlot(): Promise<number | undefined> {
  const perSecond = env('SEND_RATE') / env('SEND_WORKERS')
  const { waitMs, pace: after } = takeSlot(pace, perSecond, performance.now())
  if (waitMs > waitAtMostMs) return waitMs
  pace = after
  if (waitMs >= 1) await sleep(waitMs)
  return undefined
}

/** SES said that it was too much: this worker goes slower for a while. */
export function slowDown(): void {
  pace = slowed(pace, performance.now())
}
