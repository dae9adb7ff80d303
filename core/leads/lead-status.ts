import { consentsToMail, type Mailbox } from '../consent/mailbox.ts'
import { suppressionOf } from '../consent/suppression.ts'
import type { Handoff } from '../handoff/handoff.ts'
import { fromInstant, toInstant } from '../names.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import type { ParkReason, Profile, Status } from './lead.ts'

/** "Nurturing is true only while an active enrolment other than a newsletter has a next touch due within 90 days." */
export const nextTouchWithinMs = 90 * 86_400_000

/** Everything about a lead that decides its next touch. */
export interface LeadState {
  readonly profile: Profile
  readonly mailbox: Mailbox
  readonly enrolments: readonly Enrolment[]
  /** Its own, and those of leads that are merged into it: a person is with sales once. */
  readonly handoffs: readonly Handoff[]
}

type Parked = NonNullable<Profile['parked']>

export interface Standing {
  readonly status: Status
  readonly parked: Parked | undefined
  readonly mailable: boolean
  readonly suppressed: string | undefined
}

/** Where the lead is, by its other items alone: the first that applies of erased, with-sales, customer, parked, nurturing. */
export function leadStatus(lead: LeadState, nowMs: number): Standing {
  const mail = mailability(lead.mailbox)
  const standing = (status: Status, parked?: Standing['parked']): Standing => ({ status, parked, ...mail })
  if (lead.mailbox.erasedAt) return standing('erased')
  if (lead.mailbox.mergedInto) return standing('parked', { reason: 'merged' })
  if (lead.handoffs.some(isWithSales)) return standing('with-sales')
  if (lead.profile.customerSince) return standing('customer')
  const { parked } = lead.profile
  if (parked && isDated(parked, nowMs) && isParkedBySales(parked)) return standing('parked', parked)
  if (lead.enrolments.some((enrolment) => touchesSoon(enrolment, nowMs))) return standing('nurturing')
  return standing('parked', whyParked(lead, nowMs))
}

/** Is this lead merged into another, by which it is found and counted? */
export function isMergedAway({ parked }: Pick<Profile, 'parked'>): boolean {
  return parked?.reason === 'merged'
}

/** Did sales park the lead? A date that it set stands; one that Ripen set by itself ends with the next touch. */
export function isParkedBySales({ reason }: Parked): boolean {
  return reason === 'rejected' || reason === 'recycled' || reason === 'lost'
}

/** Does the parking end by a date that is still to come? */
export function isDated({ until }: Parked, nowMs: number): boolean {
  return until !== undefined && fromInstant(until) > nowMs
}

/** Sales has the lead until it answered with a rejection or a recycle, or the deal ended. */
export function isWithSales(handoff: Handoff): boolean {
  return handoff.state === 'open' || handoff.state === 'accepted' || handoff.state === 'opportunity'
}

/** Is this an active enrolment, other than a newsletter's, whose next touch falls due within 90 days? */
export function touchesSoon(enrolment: Enrolment, nowMs: number): boolean {
  return (
    enrolment.state === 'active' &&
    !enrolment.newsletter &&
    enrolment.due !== undefined &&
    fromInstant(enrolment.due) <= nowMs + nextTouchWithinMs
  )
}

function whyParked(lead: LeadState, nowMs: number): Parked {
  const { mailbox, profile } = lead
  if (suppressionOf(mailbox)) return { reason: 'suppressed' }
  const decisions = consentsToMail(mailbox)
  if (!decisions.some(({ state }) => state === 'granted')) {
    return { reason: decisions.some(({ state }) => state === 'pending') ? 'unconfirmed' : 'no-consent' }
  }
  const inside = lead.enrolments.filter(({ newsletter }) => !newsletter)
  const [next] = inside.flatMap(({ state, due }) => (state === 'active' && due ? [due] : [])).sort()
  // A step that waits for longer than 90 days: the lead is nurtured again from 90 days before its next touch.
  if (next) return { reason: 'waiting', until: toInstant(fromInstant(next) - nextTouchWithinMs) }
  if (inside.some(({ state }) => state === 'paused')) return { reason: 'paused' }
  const { parked } = profile
  // A date that has come makes a lost lead one to try again.
  if (parked && isParkedBySales(parked)) return { reason: parked.until ? 'recycled' : parked.reason }
  const reason: ParkReason = lead.enrolments.length > 0 ? 'sequences-finished' : 'new'
  return parked && isDated(parked, nowMs) && parked.reason === reason ? parked : { reason }
}

function mailability(mailbox: Mailbox): Pick<Standing, 'mailable' | 'suppressed'> {
  if (mailbox.erasedAt) return { mailable: false, suppressed: 'erased' }
  if (mailbox.mergedInto) return { mailable: false, suppressed: 'merged' }
  const suppression = suppressionOf(mailbox)
  if (suppression) return { mailable: false, suppressed: suppression.reason }
  return { mailable: consentsToMail(mailbox).some(({ state }) => state === 'granted'), suppressed: undefined }
}
