import type { Profile } from '../leads/lead.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { fromInstant, toInstant } from '../names.ts'

/** When somebody looks again at a lead that no sequence takes: never left on a list and forgotten. */
const lookAgainMs = 90 * 86_400_000

/**
 * How to park a lead whose last sequence ended (or that none took), with the date of the next look; undefined when it needs none: an enrolment is open,
 * sales has it, it can't be mailed, or it is parked with a date or for a reason of sales already.
 */
export function parkingAfter(lead: LeadState, nowMs: number): Profile['parked'] | undefined {
  const { mailbox, profile, enrolments } = lead
  if (enrolments.some(({ state, newsletter }) => (state === 'active' && !newsletter) || state === 'paused'))
    return undefined
  if (lead.handoffs.some(isWithSales) || profile.customerSince) return undefined
  if (mailbox.erasedAt || mailbox.suppression) return undefined
  if (!Object.values(mailbox.consent).some(({ state }) => state === 'granted')) return undefined
  const { parked } = profile
  if (parked?.until && fromInstant(parked.until) > nowMs) return undefined
  if (parked?.reason === 'rejected' || parked?.reason === 'recycled' || parked?.reason === 'lost') return undefined
  const reason = enrolments.length > 0 ? 'sequences-finished' : 'new'
  return { reason, until: toInstant(nowMs + lookAgainMs) }
}

/** Reasons with a date that Ripen itself set: a sequence that starts lifts them. A date that sales set stands. */
export function isParkedByItself(profile: Profile): boolean {
  return profile.parked?.reason === 'sequences-finished' || profile.parked?.reason === 'new'
}
