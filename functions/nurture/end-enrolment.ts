import { EnrolmentChanged } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { parkingAfter } from '../../core/nurture/parking.ts'
import { announcement } from '../aws/announce.ts'
import { changeLead } from '../leads/change-lead.ts'
import { now } from '../runtime/clock.ts'
import { moveCursor } from './enrolment-items.ts'

/** Ends an enrolment and settles what becomes of its lead; false when somebody wrote the enrolment in between. */
export async function endEnrolment(
  read: Enrolment,
  at: Enrolment,
  state: 'finished' | 'exited',
  reason: string,
): Promise<boolean> {
  const ended: Enrolment = { ...at, state, reason, endedAt: toInstant(now()), due: undefined, held: undefined }
  if (!(await moveCursor(read, ended))) return false
  await settleEnded(ended, true)
  return true
}

/**
 * "When the last one ends, the lead gets the next sequence by its score band, or is parked with reason and date": parks it and, by the change,
 * makes the enroller look for the next one. Safe to repeat: what was settled before changes nothing.
 */
export async function settleEnded(ended: Enrolment, tell = false): Promise<void> {
  const { leadId, enrolmentId, sequence, state, reason, endedAt } = ended
  const cause = { type: `enrolment-${state}`, id: enrolmentId, at: endedAt ?? toInstant(now()), data: { sequence } }
  await changeLead(leadId, cause, (lead) => {
    const parked = parkingAfter(lead, now())
    return {
      ...(parked && { set: { parked } }),
      ...(tell && {
        announce: [announcement(EnrolmentChanged, { leadId, enrolmentId, sequence, state, reason })],
      }),
    }
  })
}
