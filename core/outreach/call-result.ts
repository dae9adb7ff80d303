import { toInstant } from '../names.ts'
import type { Touch } from './touch.ts'

/** What came of one call of a provider: a status, or a word for what kept it from one. */
export type Called = { readonly status: number } | { readonly error: string }

/**
 * `accepted`: it took the message. `refused`: it never will. `not-made`: the message certainly did not reach it, another time may do. `unknown`: nobody knows.
 */
export type CallVerdict = 'accepted' | 'refused' | 'not-made' | 'unknown'

/** The connection was never there, or Ripen made none. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'address-refused', 'late'])

export function verdictOf(called: Called): CallVerdict {
  if ('error' in called) return neverConnected.has(called.error) ? 'not-made' : 'unknown'
  const { status } = called
  if (status >= 200 && status < 300) return 'accepted'
  // Told to come later: it says that it took nothing.
  if (status === 429) return 'not-made'
  if (status === 408 || status < 400 || status >= 500) return 'unknown'
  return 'refused'
}

const firstAgainMs = 60_000
const longestAgainMs = 6 * 3_600_000

/** When a message is tried again that did not go: 1, 4, 16 … minutes later, at most 6 hours; undefined where its step waits no more by then. */
export function triedAgainAt({ tries = 0, until }: Pick<Touch, 'tries' | 'until'>, nowMs: number): string | undefined {
  const at = toInstant(nowMs + Math.min(firstAgainMs * 4 ** Math.min(tries, 10), longestAgainMs))
  return until !== undefined && at >= until ? undefined : at
}
