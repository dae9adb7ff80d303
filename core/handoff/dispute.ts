import { toInstant } from '../names.ts'
import type { Handoff } from './handoff.ts'

export interface Disputing {
  readonly by: string
  readonly reason: string
}

export interface Reviewing extends Disputing {
  /** Does the rejection stand? */
  readonly upheld: boolean
}

/** `changed` once; `same`: it is disputed, or reviewed, already. `not-rejected`, `not-disputed`: there is nothing to look at. */
export type Disputed =
  | { readonly result: 'changed'; readonly handoff: Handoff }
  | { readonly result: 'same' | 'not-rejected' | 'not-disputed' }

/** "Disputes (a rejected lead reviewed)": marketing says once that a rejection was wrong. */
export function dispute(handoff: Handoff, { by, reason }: Disputing, nowMs: number): Disputed {
  if (handoff.state !== 'rejected') return { result: 'not-rejected' }
  if (handoff.dispute) return { result: 'same' }
  return { result: 'changed', handoff: { ...handoff, dispute: { at: toInstant(nowMs), by, reason } } }
}

/** Sales says once whether the rejection stands. One that does not counts as taken in what marketing attains; the lead itself is where it is. */
export function reviewDispute(handoff: Handoff, { by, reason, upheld }: Reviewing, nowMs: number): Disputed {
  if (!handoff.dispute) return { result: 'not-disputed' }
  if (handoff.dispute.review) return { result: 'same' }
  const review = { at: toInstant(nowMs), by, reason, upheld }
  return { result: 'changed', handoff: { ...handoff, dispute: { ...handoff.dispute, review } } }
}
