import { toInstant } from '../names.ts'
import type { Handoff } from './handoff.ts'
import { telling } from './telling.ts'

export interface Disputing {
  readonly by: string
  readonly reason: string
}

/** Whoever looks again: who has the lead, and who leads them. */
export interface DisputingBefore extends Disputing {
  readonly reviewers?: readonly string[]
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
export function dispute(handoff: Handoff, { by, reason, reviewers = [] }: DisputingBefore, nowMs: number): Disputed {
  if (handoff.state !== 'rejected') return { result: 'not-rejected' }
  if (handoff.dispute) return { result: 'same' }
  const at = toInstant(nowMs)
  const disputed = { ...handoff, dispute: { at, by, reason } }
  return { result: 'changed', handoff: mailing(disputed, 'disputed', [handoff.owner, ...reviewers], at) }
}

/** Sales says once whether the rejection stands. One that does not counts as taken in what marketing attains; the lead itself is where it is. */
export function reviewDispute(handoff: Handoff, { by, reason, upheld }: Reviewing, nowMs: number): Disputed {
  if (!handoff.dispute) return { result: 'not-disputed' }
  if (handoff.dispute.review) return { result: 'same' }
  const at = toInstant(nowMs)
  const reviewed = { ...handoff, dispute: { ...handoff.dispute, review: { at, by, reason, upheld } } }
  return { result: 'changed', handoff: mailing(reviewed, 'reviewed', [handoff.dispute.by], at) }
}

/** The hand-off with the mails that are owed for it; its clock, which has nothing else to do, rings at once to send them. */
function mailing(handoff: Handoff, what: 'disputed' | 'reviewed', people: readonly string[], at: string): Handoff {
  const mail = { template: `handoff-${what}` as const, at }
  const rings: Handoff = { ...handoff, due: at }
  return [...new Set(people)].reduce((told, to) => telling(told, what, to, mail), rings)
}
