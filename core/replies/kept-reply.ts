import * as z from 'zod/mini'
import { instant, leadId } from '../names.ts'

/** How long the raw mail lies in its bucket, and so what is said of it here, in days. */
const keptDays = 30

export const keptReplyId = z.string().check(z.regex(/^[a-z2-7]{32}$/))

export const keptReplyStates = ['kept', 'settled'] as const

/**
 * A mail that came in and that a person has to look at: `KEPTREPLY#id / KEPTREPLY`. Nothing of what stands in the mail is here: it is read from the raw mail for
 * whoever asks.
 */
export const keptReply = z.object({
  keptReplyId,
  at: instant,
  /** Where the raw mail lies. */
  object: z.string(),
  why: z.string(),
  state: z.enum(keptReplyStates),
  /** Whose reply it is, where its address says so: it stands in that one's timeline. */
  leadId: z.optional(leadId),
  /** Whose reply somebody said it is. */
  assignedTo: z.optional(leadId),
  became: z.optional(z.enum(['reply', 'dismissed'])),
  by: z.optional(z.string()),
  reason: z.optional(z.string()),
  settledAt: z.optional(instant),
  /** TTL, in seconds since the epoch. */
  expiresAt: z.int(),
})
export type KeptReply = z.infer<typeof keptReply>

/** When a mail of this time is gone, in seconds since the epoch. */
export function keptReplyExpiry(at: string): number {
  return Math.floor(Date.parse(at) / 1_000) + keptDays * 86_400
}

/** A kept reply as it is listed: nothing of what stands in it. */
export function shownKeptReply({ object, expiresAt, assignedTo, leadId: named, ...rest }: KeptReply) {
  const of = assignedTo ?? named
  return { ...rest, ...(of !== undefined && { leadId: of }), until: new Date(expiresAt * 1_000).toISOString() }
}
