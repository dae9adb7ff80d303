import type { Mailbox } from '../consent/mailbox.ts'
import { suppressionOf } from '../consent/suppression.ts'
import { fromInstant } from '../names.ts'
import type { SeenAct } from './content-seen.ts'
import type { SlaPolicy } from './policy.ts'

/**
 * May sales do so? `granted`, `pending` (they were asked to confirm, and have not yet) and `not-granted` by the lead's consent; `to-answer`: without consent, but to answer
 * what they asked for themselves; `unsaid`: the policy names no topic for it, so that nobody was asked.
 */
export type Allowed = 'granted' | 'pending' | 'to-answer' | 'not-granted' | 'unsaid'

export interface Contact {
  readonly call: Allowed
  readonly email: Allowed
}

/** So long what somebody asked for is answered. */
const answeredWithinMs = 30 * 86_400_000

/** What sales may do now, by the topics of consent that the policy names for it, and by what the lead asked for. */
export function contactWith(
  policy: Pick<SlaPolicy, 'contact'> | undefined,
  mailbox: Mailbox,
  acts: readonly SeenAct[],
  nowMs: number,
): Contact {
  const isSuppressed = suppressionOf(mailbox) !== undefined
  const askedAt = isSuppressed ? undefined : lastAsked(acts, nowMs)
  const allowed = (topic: string | undefined): Allowed => {
    if (topic === undefined) return 'unsaid'
    const consent = Object.hasOwn(mailbox.consent, topic) ? mailbox.consent[topic] : undefined
    if (consent?.state === 'granted') return 'granted'
    const endedAt = consent?.state === 'withdrawn' ? consent.decidedAt : consent?.withdrawnAt
    if (askedAt !== undefined && (endedAt === undefined || endedAt < askedAt)) return 'to-answer'
    return consent?.state === 'pending' ? 'pending' : 'not-granted'
  }
  const { call, email } = policy?.contact ?? {}
  return { call: allowed(call), email: isSuppressed ? 'not-granted' : allowed(email) }
}

/** Did the lead ask for sales by this, with a form made for it? */
export function asksForSales({ type, data }: SeenAct): boolean {
  return type === 'form-submitted' && data.intent === 'explicit'
}

/** When the lead last did so. */
function lastAsked(acts: readonly SeenAct[], nowMs: number): string | undefined {
  return acts
    .filter(asksForSales)
    .map(({ at }) => at)
    .filter((at) => fromInstant(at) > nowMs - answeredWithinMs && fromInstant(at) <= nowMs)
    .sort()
    .at(-1)
}

/** Is this a way to speak to the lead? */
export function isAllowed(one: Allowed): boolean {
  return one === 'granted' || one === 'to-answer' || one === 'unsaid'
}
