import { consentsToMail } from '../consent/mailbox.ts'
import { suppressionOf } from '../consent/suppression.ts'
import type { Profile } from '../leads/lead.ts'
import { isDated, isParkedBySales, isWithSales, type LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { isOpen } from './enrolment.ts'

/** When somebody looks again at a lead that no sequence takes: never left on a list and forgotten. */
const lookAgainMs = 90 * 86_400_000

/**
 * "When the last one ends, the lead gets the next sequence by its score band, or is parked with reason and date": how to park a lead whose last
 * sequence ended, or that none took. Undefined when it needs no date: a sequence is open, sales has it, it can't be mailed, it is parked until a date
 * already, or sales let go of it for good. Who is recycled stays so, for the sequences made for that, until it is known that `noneTakesIt`.
 */
export function parkingAfter(lead: LeadState, nowMs: number, noneTakesIt = false): Profile['parked'] | undefined {
  const { mailbox, profile, enrolments } = lead
  if (enrolments.some((one) => isOpen(one) && !one.newsletter)) return undefined
  if (lead.handoffs.some(isWithSales) || profile.customerSince) return undefined
  if (mailbox.erasedAt || mailbox.mergedInto || suppressionOf(mailbox)) return undefined
  if (!consentsToMail(mailbox).some(({ state }) => state === 'granted')) return undefined
  const { parked } = profile
  if (parked && isDated(parked, nowMs)) return undefined
  if (parked && isParkedBySales(parked) && !(noneTakesIt && parked.reason === 'recycled')) return undefined
  const reason = enrolments.length > 0 ? 'sequences-finished' : 'new'
  return { reason, until: toInstant(nowMs + lookAgainMs) }
}
