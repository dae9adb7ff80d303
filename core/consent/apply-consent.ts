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
 * What the mailbox becomes by these decisions, or undefined when they change nothing. Decided by the time of the act: a grant counts only
 * if it is later than what was decided before, at equality withdrawal wins, so a late redelivery resurrects nothing.
 */
export function applyConsent(
  mailbox: Mailbox,
  decisions: readonly ConsentDecision[],
): (Partial<Mailbox> & { rev: number }) | undefined {
  const consent = { ...mailbox.consent }
  let erasedAt = mailbox.erasedAt
  let changed = false
  for (const decision of decisions) {
    if (erasedAt && decision.at <= erasedAt) continue
    const before = Object.hasOwn(consent, decision.topic) ? consent[decision.topic] : undefined
    const after = decide(before, decision)
    if (!after) continue
    consent[decision.topic] = after
    changed = true
    // "A fresh double opt-in lifts it."
    if (after.state === 'granted') erasedAt = undefined
  }
  if (!changed) return undefined
  return { consent, rev: mailbox.rev + 1, ...(mailbox.erasedAt && !erasedAt && { erasedAt: undefined }) }
}

function decide(before: TopicConsent | undefined, decision: ConsentDecision): TopicConsent | undefined {
  const { at, evidence } = decision
  const withdrawnAt = before?.state === 'withdrawn' ? before.decidedAt : before?.withdrawnAt
  switch (decision.decision) {
    case 'withdrawn':
      if (before && (before.state === 'withdrawn' || at < before.decidedAt)) return undefined
      return { state: 'withdrawn', decidedAt: at, evidence }
    case 'granted': {
      if (before && at <= before.decidedAt) return undefined
      if (before?.state === 'granted') return undefined
      // The mail that asks to confirm may be older than a withdrawal; its button must not undo that.
      if (decision.requestedAt && withdrawnAt && decision.requestedAt <= withdrawnAt) return undefined
      return { state: 'granted', decidedAt: at, evidence }
    }
    case 'requested':
      if (before?.state === 'granted' || (before && at <= before.decidedAt)) return undefined
      return { state: 'pending', decidedAt: at, evidence, ...(withdrawnAt && { withdrawnAt }) }
  }
}
