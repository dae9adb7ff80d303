import * as z from 'zod/mini'
import { enrolmentId, instant, leadId, sendId, slug } from '../names.ts'

/** Why a mail may go: every mail has exactly one. */
export const basis = z.enum(['consent', 'confirmation', 'transactional', 'staff'])
export type Basis = z.infer<typeof basis>

/**
 * PREPARED: rendered, not decided. CLAIMED: decided, SES may have been called. SENT: SES took it. REFUSED: SES or we said no for good.
 * LAPSED: too late after its claim, no call made. UNKNOWN: claimed, no answer seen. UNCONFIRMED: no proof came; never sent again.
 */
export const sendState = z.enum(['PREPARED', 'CLAIMED', 'SENT', 'REFUSED', 'LAPSED', 'UNKNOWN', 'UNCONFIRMED'])
export type SendState = z.infer<typeof sendState>

/** One mail to one person: `LEAD#id / SEND#sendId`. */
export const send = z.object({
  leadId,
  sendId,
  state: sendState,
  basis,
  topic: z.optional(slug),
  template: slug,
  templateVersion: z.int(),
  locale: z.string(),
  enrolmentId: z.optional(enrolmentId),
  sequence: z.optional(slug),
  step: z.optional(slug),
  visit: z.optional(z.int()),
  /** Why it was allowed, in words: names the consent evidence, the cap and the window it was checked against. */
  because: z.string(),
  /** Which try prepared it: only that one may say that it lapsed. */
  by: z.optional(z.string()),
  preparedAt: instant,
  claimedAt: z.optional(instant),
  settledAt: z.optional(instant),
  messageId: z.optional(z.string()),
  /** Why refused, lapsed or unconfirmed. */
  reason: z.optional(z.string()),
  /** What SES reported of it, each time as SES told it; the first report counts. */
  deliveredAt: z.optional(instant),
  bouncedAt: z.optional(instant),
  complainedAt: z.optional(instant),
})
export type Send = z.infer<typeof send>
