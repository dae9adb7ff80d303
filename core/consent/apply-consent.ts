import type { ConsentEvidence, Mailbox, TopicConsent } from './mailbox.ts'

/** What a person decided about one topic, when, and what proves it. */
export interface ConsentDecision {
  readonly topic: string
  readonly decision: ConsentEvidence['decision']
  /** The time of the person's act, never of its processing. */
  readonly at: string
  readonly evidence: string
  /** When the confirmation that is now given was asked for. */
  readonly requestedAt?: string
}

/**
 * What the mailbox becomes by these decisions, or undefined when they change nothing. Decided by the times of the acts alone: any order and any number
 * of deliveries end in the same state. A grant counts only if it is later than the last withdrawal, at equality withdrawal wins, so a late redelivery
 * resurrects nothing. While others are merged into the lead, its own consent goes along beside what binds it in all.
 */
export function applyConsent(
  mailbox: Mailbox,
  decisions: readonly ConsentDecision[],
): (Partial<Mailbox> & { rev: number }) | undefined {
  const applied = applyTo(mailbox, decisions)
  const { ownConsent } = mailbox
  const own = ownConsent && applyTo({ ...mailbox, consent: ownConsent }, decisions)
  return own ? { ...applied, ownConsent: own.consent, rev: own.rev } : applied
}

function applyTo(
  mailbox: Mailbox,
  decisions: readonly ConsentDecision[],
): (Partial<Mailbox> & { rev: number }) | undefined {
  const consent = { ...mailbox.consent }
  let { erasedAt, forgottenUntil } = mailbox
  let changed = false
  for (const decision of decisions) {
    if (isForgotten(decision, erasedAt, forgottenUntil)) continue
    const before = Object.hasOwn(consent, decision.topic) ? consent[decision.topic] : undefined
    const after = merge(before, decision)
    if (before && isSame(before, after)) continue
    consent[decision.topic] = after
    changed = true
    if (erasedAt && after.state === 'granted') [erasedAt, forgottenUntil] = [undefined, erasedAt]
  }
  if (!changed) return undefined
  return { consent, rev: mailbox.rev + 1, ...(mailbox.erasedAt && !erasedAt && { erasedAt, forgottenUntil }) }
}

/** "Older events are dropped; a fresh double opt-in lifts it": nothing else grants anything to an address that was erased. */
function isForgotten(
  { at, requestedAt, decision }: ConsentDecision,
  erasedAt: string | undefined,
  forgottenUntil: string | undefined,
): boolean {
  const askedAt = requestedAt ?? at
  if (forgottenUntil && askedAt <= forgottenUntil) return true
  return erasedAt !== undefined && (askedAt <= erasedAt || (decision === 'granted' && !requestedAt))
}

interface Act {
  readonly at: string
  readonly evidence: string
}
interface Grant extends Act {
  readonly requestedAt?: string | undefined
}

/** The latest grant, withdrawal and request that count, and the state that follows from the three. */
function merge(before: TopicConsent | undefined, decision: ConsentDecision): TopicConsent {
  const { at, evidence, requestedAt } = decision
  const known = before && actsOf(before)
  const granted =
    decision.decision === 'granted' ? laterGrant(known?.granted, { at, evidence, requestedAt }) : known?.granted
  const withdrawn = decision.decision === 'withdrawn' ? later(known?.withdrawn, { at, evidence }) : known?.withdrawn
  const requested = decision.decision === 'requested' ? later(known?.requested, { at, evidence }) : known?.requested
  if (granted && !(withdrawn && since(granted) <= withdrawn.at)) {
    return {
      state: 'granted',
      decidedAt: granted.at,
      evidence: granted.evidence,
      ...(granted.requestedAt && { requestedAt: granted.requestedAt }),
      ...(requested && requested.at > since(granted) && { laterRequest: requested }),
    }
  }
  if (requested && !(withdrawn && requested.at <= withdrawn.at)) {
    const { at: decidedAt, evidence: proof } = requested
    return { state: 'pending', decidedAt, evidence: proof, ...(withdrawn && { withdrawnAt: withdrawn.at }) }
  }
  const last = withdrawn ?? { at, evidence }
  return { state: 'withdrawn', decidedAt: last.at, evidence: last.evidence }
}

function actsOf(consent: TopicConsent): { granted?: Grant; withdrawn?: Act; requested?: Act } {
  const { decidedAt: at, evidence, requestedAt, withdrawnAt, laterRequest } = consent
  switch (consent.state) {
    case 'granted':
      return { granted: { at, evidence, requestedAt }, ...(laterRequest && { requested: laterRequest }) }
    case 'withdrawn':
      return { withdrawn: { at, evidence } }
    case 'pending':
      return { requested: { at, evidence }, ...(withdrawnAt && { withdrawn: { at: withdrawnAt, evidence: '' } }) }
  }
}

/** The mail that asks to confirm may be older than a withdrawal; its button must not undo that. */
function since({ at, requestedAt }: Grant): string {
  return requestedAt && requestedAt < at ? requestedAt : at
}

function later(one: Act | undefined, other: Act): Act {
  if (!one || other.at > one.at) return other
  return other.at === one.at && other.evidence < one.evidence ? other : one
}

/** Of two confirmations of one request the first stands: pressing the button again changes nothing. */
function laterGrant(one: Grant | undefined, other: Grant): Grant {
  if (!one || since(other) > since(one)) return other
  if (since(other) < since(one) || other.at > one.at) return one
  return other.at < one.at || other.evidence < one.evidence ? other : one
}

function isSame(one: TopicConsent, other: TopicConsent): boolean {
  return (
    one.state === other.state &&
    one.decidedAt === other.decidedAt &&
    one.evidence === other.evidence &&
    one.requestedAt === other.requestedAt &&
    one.withdrawnAt === other.withdrawnAt &&
    one.laterRequest?.at === other.laterRequest?.at &&
    one.laterRequest?.evidence === other.laterRequest?.evidence
  )
}
