import { touchesSoon } from '../../core/leads/lead-status.ts'
import { toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { parkingAfter } from '../../core/nurture/parking.ts'
import { type Cause, changeLead } from '../leads/change-lead.ts'
import type { ReadLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'

/**
 * Makes a lead's status follow from its enrolments; parks with a date the lead that no sequence has. The change tells the enroller, which looks for the
 * next one; it alone says that `noneTakesIt`. Safe to repeat: what is settled changes nothing.
 */
export function settleLead(
  leadId: string,
  cause: Cause,
  { noneTakesIt = false, tell = false }: { noneTakesIt?: boolean; tell?: boolean } = {},
): Promise<ReadLead | undefined> {
  return changeLead(leadId, cause, (lead) => {
    const parked = parkingAfter(lead, now(), noneTakesIt)
    return { set: parked ? { parked } : {}, tell }
  })
}

/** A cursor that moved settles its lead only where that changes whether its next touch is near (a wait of more than 90 days, or the end of one). */
export async function settleMoved(read: Enrolment, moved: Enrolment): Promise<void> {
  if (moved.newsletter) return
  const [before, after] = [touchesSoon(read, now()), touchesSoon(moved, now())]
  if (before && after) return
  const { leadId, enrolmentId } = moved
  await settleLead(leadId, { type: 'enrolment-moved', id: enrolmentId, at: toInstant(now()) })
}
