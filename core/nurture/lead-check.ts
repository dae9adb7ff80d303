import * as z from 'zod/mini'
import type { Profile } from '../leads/lead.ts'
import { fromInstant, instant, leadId } from '../names.ts'
import { listPlace } from './broadcast.ts'
import type { Fault } from './check-lead.ts'
import { commonHours } from './send-time/common-hours.ts'

/** A check is due once a night: what finished within this time is of this night. */
const nightMs = 20 * 60 * 60_000
/** Leads with a fault are looked at a second time by a later run; more than these are repaired at the first look. */
export const suspectsAtMost = 1_000

/** Of the leads that a pass repaired so many are named; the log has all. */
const repairsNamed = 100

/** What a pass found: "no lead without a place". */
const report = z.object({
  startedAt: instant,
  finishedAt: z.optional(instant),
  checked: z.int(),
  /** Leads that could not be looked at, by an error that the log names. */
  failed: z.int(),
  repaired: z.int(),
  /** How many leads stood where when they were looked at: `nurturing`, `parked: no-consent`. */
  places: z._default(z.record(z.string(), z.int()), {}),
  /** What was wrong with those that were repaired. */
  repairs: z._default(z.array(z.object({ leadId, wrong: z.array(z.string()) })), []),
})
export type LeadCheckReport = z.infer<typeof report>

/** One pass over all leads, by several runs if it must be: `CHECK#leads / PASS`. */
export const leadCheck = z.extend(report, {
  place: z.optional(listPlace),
  /** When the leads that it looked at so far click. */
  hours: z.optional(commonHours),
  /** Leads in which the last run saw a fault: what is still so at the next look is no matter of moments, and is repaired. */
  suspects: z.array(leadId).check(z.maxLength(suspectsAtMost)),
  /** The pass before this one. */
  last: z.optional(report),
})
export type LeadCheck = z.infer<typeof leadCheck>

/** The pass to go on with: the one of this night, or a new one. */
export function passOf(stored: LeadCheck | undefined, at: string): LeadCheck {
  const isOver = stored?.finishedAt && fromInstant(stored.finishedAt) <= fromInstant(at) - nightMs
  if (stored && !isOver) return stored
  const { suspects = [] } = stored ?? {}
  const last = stored && report.parse(stored)
  return { startedAt: at, checked: 0, failed: 0, repaired: 0, places: {}, repairs: [], suspects, ...(last && { last }) }
}

/** The pass with one more lead that stands here. */
export function withPlace(pass: LeadCheck, { status, parked }: Pick<Profile, 'status' | 'parked'>): LeadCheck {
  const place = parked ? `${status}: ${parked.reason}` : status
  return { ...pass, places: { ...pass.places, [place]: (pass.places[place] ?? 0) + 1 } }
}

/** The pass with one more lead that was repaired. */
export function withRepair(pass: LeadCheck, leadId: string, faults: readonly Fault[]): LeadCheck {
  const repairs = [...pass.repairs, { leadId, wrong: faults.map(inWords) }].slice(0, repairsNamed)
  return { ...pass, repaired: pass.repaired + 1, repairs }
}

/** The last pass that is over, and the one that runs: what people are shown. */
export function shownCheck(stored: LeadCheck | undefined): { last?: LeadCheckReport; running?: LeadCheckReport } {
  if (!stored) return {}
  const now = report.parse(stored)
  return stored.finishedAt ? { last: now } : { ...(stored.last && { last: stored.last }), running: now }
}

function inWords(fault: Fault): string {
  switch (fault.kind) {
    case 'status':
      return `stood as “${fault.stored}” where “${fault.follows}” follows from the rest`
    case 'no-date':
      return 'was parked without the date of the next look'
    case 'clock':
      return `the clock of ${fault.enrolmentId} was lost`
  }
}
