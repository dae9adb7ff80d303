import { isDeepStrictEqual } from 'node:util'
import { type LeadState, leadStatus, type Standing } from '../leads/lead-status.ts'
import { fromInstant } from '../names.ts'
import { isStopped } from './decide-step.ts'
import type { Enrolment } from './enrolment.ts'
import { parkingAfter } from './parking.ts'

/** What clocks and sweeps do by themselves within this time is no fault. */
const graceMs = 45 * 60_000

/** Something about a lead that does not follow from its other items. */
export type Fault =
  | { readonly kind: 'status'; readonly stored: string; readonly follows: string }
  /** Parked by Ripen itself and without the date of the next look. */
  | { readonly kind: 'no-date' }
  /** A step is overdue, or nothing says when it is due: its clock is lost. */
  | { readonly kind: 'clock'; readonly enrolmentId: string }

/**
 * "The nightly check recomputes status from the other items and compares; each nurturing lead has a live clock, each with-sales an open hand-off,
 * each parked a date or reason": what is wrong with this lead, by its items alone. Whether a clock that should run does run is asked elsewhere.
 */
export function faultsOf(lead: LeadState, nowMs: number): Fault[] {
  const faults: Fault[] = []
  const stored = storedStanding(lead)
  const follows = [nowMs, nowMs - graceMs].map((ms) => leadStatus(lead, ms))
  if (!follows.some((standing) => isDeepStrictEqual(plain(standing), plain(stored)))) {
    faults.push({ kind: 'status', stored: inWords(stored), follows: inWords(follows[0] as Standing) })
  }
  if (stored.status === 'parked' && parkingAfter(lead, nowMs - graceMs, true)) faults.push({ kind: 'no-date' })
  for (const enrolment of lead.enrolments) {
    if (hasLostItsClock(enrolment, nowMs)) faults.push({ kind: 'clock', enrolmentId: enrolment.enrolmentId })
  }
  return faults
}

/** The enrolments of a lead that must have a running clock: those that the switch or a paused sequence holds have none on purpose. */
export function clockedEnrolments(lead: LeadState): Enrolment[] {
  return lead.enrolments.filter(({ state, held }) => state === 'active' && !isStopped(held))
}

function hasLostItsClock({ state, due, held }: Enrolment, nowMs: number): boolean {
  if (state !== 'active' || isStopped(held)) return false
  return due === undefined || fromInstant(due) <= nowMs - graceMs
}

function storedStanding({ profile }: LeadState): Standing {
  const { status, parked, mailable, suppressed } = profile
  return { status, parked, mailable, suppressed }
}

/** Reason codes and dates alone: nothing personal. */
function inWords({ status, parked, mailable, suppressed }: Standing): string {
  const why = parked && `${parked.reason}${parked.until ? ` until ${parked.until}` : ''}`
  return [status, why, mailable ? 'mailable' : 'not mailable', suppressed].filter(Boolean).join(', ')
}

/** Without what is undefined, as the table gives it back. */
function plain(standing: Standing): unknown {
  return JSON.parse(JSON.stringify(standing))
}
