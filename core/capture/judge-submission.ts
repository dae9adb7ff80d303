import type * as z from 'zod/mini'
import type { FormSubmitted } from '../events.ts'
import { fromInstant } from '../names.ts'

export type FormSubmission = z.output<typeof FormSubmitted.schema>

/** How long a person needs to fill in a form at least, and how long a page with one stays open at most. */
const filledInMs = { atLeast: 3_000, atMost: 24 * 3_600_000 }

/** Posts of one network in an hour, and of one recipient in 24 h: over `many` no mail goes now, over `flood` a person must look. */
export const limits = {
  network: { perMs: 3_600_000, many: 20, flood: 100 },
  recipient: { perMs: 24 * 3_600_000, many: 5 },
} as const

/** How often the same network and the same recipient posted before this, within the limits' times. */
export interface PostsBefore {
  readonly network: number
  readonly recipient: number
}

/** Why a submission is suspect. */
export type Suspicion =
  | 'honeypot'
  | 'bad-render-token'
  | 'filled-in-too-fast'
  | 'form-too-old'
  | 'origin'
  | 'flood-from-network'
  | 'many-from-network'
  | 'many-to-recipient'

/** `accepted`: capture runs. `throttled`: capture runs, and no mail goes now. `quarantined`: kept for 30 days, until a person releases it. */
export interface Judgement {
  readonly state: 'accepted' | 'throttled' | 'quarantined'
  readonly why: readonly Suspicion[]
}

/** Is this submission to be trusted? "These raise suspicion, they do not discard." */
export function judgeSubmission({ signs, actedAt }: FormSubmission, before: PostsBefore): Judgement {
  const suspicions: Suspicion[] = []
  if (signs.honeypot) suspicions.push('honeypot')
  if (!signs.originAllowed) suspicions.push('origin')
  // A form without a token is a static one on a website: accepted by default.
  if (signs.tokenValid === false) suspicions.push('bad-render-token')
  else if (signs.renderedAt) {
    const ageMs = fromInstant(actedAt) - fromInstant(signs.renderedAt)
    if (ageMs < filledInMs.atLeast) suspicions.push('filled-in-too-fast')
    if (ageMs > filledInMs.atMost) suspicions.push('form-too-old')
  }
  if (before.network >= limits.network.flood) suspicions.push('flood-from-network')
  if (suspicions.length > 0) return { state: 'quarantined', why: suspicions }
  if (before.network >= limits.network.many) suspicions.push('many-from-network')
  if (before.recipient >= limits.recipient.many) suspicions.push('many-to-recipient')
  return { state: suspicions.length > 0 ? 'throttled' : 'accepted', why: suspicions }
}
