import { fromInstant, toInstant } from '../names.ts'
import { type Claim, claimsKept, type Mailbox } from './mailbox.ts'
import type { Basis } from './send.ts'
import { reasonForSilence } from './suppression.ts'

const day = 86_400_000

/** "At most 1 in 24 h and 3 in 30 days per address." */
const confirmationLimits = [
  { mails: 1, perMs: day },
  { mails: 3, perMs: 30 * day },
]
/** "Highest visit per open enrolment (at most 20)." */
export const openEnrolmentsAtMost = 20

/** At most `emails` marketing mails in any `perMs`, counted over all sequences. */
export interface MailCap {
  readonly emails: number
  readonly perMs: number
}

/** One mail that wants to go. */
export interface WantedSend {
  readonly sendId: string
  readonly basis: Exclude<Basis, 'staff'>
  readonly topic?: string | undefined
  readonly sequence?: string | undefined
  /** Which send of which enrolment this is, and which enrolments are open: marks of closed ones are dropped. */
  readonly enrolment?: { readonly id: string; readonly visit: number; readonly open: readonly string[] } | undefined
  readonly cap?: MailCap | undefined
  /** A reply later than `after` holds the mail for so long. */
  readonly replyHold?: { readonly after: string; readonly holdMs: number } | undefined
  /** Names this try, so that a claim whose answer was lost is known again as one's own. */
  readonly by: string
}

/**
 * `allowed`: write `change` on condition of the mailbox's `rev`. `mine`: this very try has claimed already. `claimed`: somebody has; it must not go again.
 * `held`: not now. `refused`: never.
 */
export type SendDecision =
  | { readonly verdict: 'allowed'; readonly because: string; readonly change: Partial<Mailbox> }
  | { readonly verdict: 'mine' | 'claimed' }
  | { readonly verdict: 'held'; readonly why: string; readonly untilMs: number }
  | { readonly verdict: 'refused'; readonly why: string }

/** May this mail go, by the mailbox alone? Every mail needs a named basis; without a record of consent there is no marketing mail. */
export function decideSend(mailbox: Mailbox, wanted: WantedSend, nowMs: number): SendDecision {
  if (isClaimed(mailbox, wanted.sendId, wanted.enrolment)) {
    return { verdict: claimOf(mailbox, wanted.sendId)?.by === wanted.by ? 'mine' : 'claimed' }
  }
  const silence = reasonForSilence(mailbox)
  if (silence) return { verdict: 'refused', why: silence }
  switch (wanted.basis) {
    case 'consent':
      return decideMarketing(mailbox, wanted, nowMs)
    case 'confirmation':
      return decideConfirmation(mailbox, wanted, nowMs)
    case 'transactional': {
      if (mailbox.erasedAt) return { verdict: 'refused', why: 'erased' }
      const others = [...mailbox.others, markOf(wanted, nowMs)].slice(-claimsKept)
      return allowed(mailbox, 'transactional template', { others })
    }
  }
}

/** Did the person agree to this: a topic, or a topic and a channel? */
export function isGranted({ consent }: Mailbox, name: string): boolean {
  return Object.hasOwn(consent, name) && consent[name]?.state === 'granted'
}

/** The claim of this mail, when there is one. */
export function claimOf(mailbox: Mailbox, sendId: string): { at: string; by?: string | undefined } | undefined {
  return [...mailbox.claims, ...mailbox.confirmations, ...mailbox.others].find((one) => one.sendId === sendId)
}

/** Has this mail been claimed by anybody? An enrolment's mark tells so even when its claim is no longer among the last 50. */
export function isClaimed(mailbox: Mailbox, sendId: string, enrolment?: { id: string; visit: number }): boolean {
  return (
    claimOf(mailbox, sendId) !== undefined ||
    (enrolment !== undefined && visitOf(mailbox, enrolment.id) >= enrolment.visit)
  )
}

/** What to write to take back the claim of this try, or undefined when the claim is not (or no longer) its own. */
export function releaseClaim(mailbox: Mailbox, wanted: WantedSend): Partial<Mailbox> | undefined {
  const own = (one: { sendId: string; by?: string | undefined }) => one.sendId === wanted.sendId && one.by === wanted.by
  if (claimOf(mailbox, wanted.sendId)?.by !== wanted.by) return undefined
  const without = <One extends { sendId: string; by?: string | undefined }>(list: One[]) =>
    list.filter((one) => !own(one))
  const change: Partial<Mailbox> = {
    rev: mailbox.rev + 1,
    claims: without(mailbox.claims),
    confirmations: without(mailbox.confirmations),
    others: without(mailbox.others),
  }
  const { enrolment } = wanted
  if (enrolment && visitOf(mailbox, enrolment.id) === enrolment.visit) {
    change.visits = { ...mailbox.visits, [enrolment.id]: enrolment.visit - 1 }
  }
  return change
}

/** When the cap lets the next mail go, in ms; undefined when it does now. */
export function capHoldsUntil(claims: readonly Claim[], cap: MailCap, nowMs: number): number | undefined {
  return limitHoldsUntil(claims, cap.emails, cap.perMs, nowMs)
}

function decideMarketing(mailbox: Mailbox, wanted: WantedSend, nowMs: number): SendDecision {
  const { topic, cap } = wanted
  if (!topic) return { verdict: 'refused', why: 'marketing mail without a topic' }
  if (mailbox.erasedAt) return { verdict: 'refused', why: 'erased' }
  const consent = Object.hasOwn(mailbox.consent, topic) ? mailbox.consent[topic] : undefined
  if (consent?.state !== 'granted') return { verdict: 'refused', why: `no consent: ${consent?.state ?? 'none'}` }
  const { repliedAt } = mailbox
  const { replyHold } = wanted
  if (repliedAt && replyHold && repliedAt > replyHold.after) {
    const repliedUntil = fromInstant(repliedAt) + replyHold.holdMs
    if (repliedUntil > nowMs) return { verdict: 'held', why: 'replied', untilMs: repliedUntil }
  }
  const untilMs = cap && capHoldsUntil(mailbox.claims, cap, nowMs)
  if (untilMs !== undefined) return { verdict: 'held', why: 'cap', untilMs }
  const claims: Claim[] = [...mailbox.claims, { ...markOf(wanted, nowMs), topic, sequence: wanted.sequence }].slice(
    -claimsKept,
  )
  return allowed(
    mailbox,
    `consent to ${topic} of ${consent.decidedAt}, evidence ${consent.evidence}${cap ? `; under the cap of ${cap.emails} in ${cap.perMs / day} days` : ''}`,
    { claims, ...(wanted.enrolment && { visits: markVisit(mailbox, wanted.enrolment) }) },
  )
}

function decideConfirmation(mailbox: Mailbox, wanted: WantedSend, nowMs: number): SendDecision {
  // A fresh request after an erasure may be confirmed, and only that: it is what lifts the tombstone.
  const { erasedAt } = mailbox
  const asked = Object.values(mailbox.consent).filter(
    ({ state, decidedAt }) => state === 'pending' && (!erasedAt || decidedAt > erasedAt),
  )
  if (asked.length === 0) return { verdict: 'refused', why: 'nothing to confirm' }
  for (const { mails, perMs } of confirmationLimits) {
    const untilMs = limitHoldsUntil(mailbox.confirmations, mails, perMs, nowMs)
    if (untilMs !== undefined)
      return { verdict: 'held', why: `${mails} confirmation mail in ${perMs / day} d`, untilMs }
  }
  const kept = mailbox.confirmations.filter(({ at }) => fromInstant(at) > nowMs - 31 * day)
  return allowed(mailbox, 'confirmation of a request', { confirmations: [...kept, markOf(wanted, nowMs)] })
}

function allowed(mailbox: Mailbox, because: string, change: Partial<Mailbox>): SendDecision {
  return { verdict: 'allowed', because, change: { ...change, rev: mailbox.rev + 1 } }
}

function markOf(wanted: WantedSend, nowMs: number): { sendId: string; at: string; by: string } {
  return { sendId: wanted.sendId, at: toInstant(nowMs), by: wanted.by }
}

function visitOf(mailbox: Mailbox, enrolmentId: string): number {
  return Object.hasOwn(mailbox.visits, enrolmentId) ? (mailbox.visits[enrolmentId] ?? 0) : 0
}

function markVisit(mailbox: Mailbox, { id, visit, open }: NonNullable<WantedSend['enrolment']>) {
  const kept = Object.entries(mailbox.visits).filter(([other]) => other !== id && open.includes(other))
  return Object.fromEntries([...kept, [id, visit]])
}

/** The time at which fewer than `mails` of the list lie in the `perMs` before it; undefined when that is now. */
export function limitHoldsUntil(
  list: readonly { at: string }[],
  mails: number,
  perMs: number,
  nowMs: number,
): number | undefined {
  const within = list
    .map(({ at }) => fromInstant(at))
    .filter((at) => at > nowMs - perMs)
    .sort((a, b) => a - b)
  const oldest = within[within.length - mails]
  return oldest === undefined ? undefined : oldest + perMs
}
