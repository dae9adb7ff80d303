import * as z from 'zod/mini'
import { fromInstant, instant, leadId } from '../names.ts'
import { listPlace } from './broadcast.ts'

/** A check is due once a night: what finished within this time is of this night. */
const nightMs = 20 * 60 * 60_000
/** Leads with a fault are looked at a second time by a later run; more than these are repaired at the first look. */
export const suspectsAtMost = 1_000

/** One pass over all leads, by several runs if it must be: `CHECK#leads / PASS`. */
export const leadCheck = z.object({
  startedAt: instant,
  place: z.optional(listPlace),
  checked: z.int(),
  /** Leads that could not be looked at, by an error that the log names. */
  failed: z.int(),
  repaired: z.int(),
  /** Leads in which the last run saw a fault: what is still so at the next look is no matter of moments, and is repaired. */
  suspects: z.array(leadId).check(z.maxLength(suspectsAtMost)),
  finishedAt: z.optional(instant),
})
export type LeadCheck = z.infer<typeof leadCheck>

/** The pass to go on with: the one of this night, or a new one. */
export function passOf(stored: LeadCheck | undefined, at: string): LeadCheck {
  const isOver = stored?.finishedAt && fromInstant(stored.finishedAt) <= fromInstant(at) - nightMs
  if (stored && !isOver) return stored
  return { startedAt: at, checked: 0, failed: 0, repaired: 0, suspects: stored?.suspects ?? [] }
}
