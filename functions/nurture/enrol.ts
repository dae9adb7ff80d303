import { EnrolmentChanged } from '../../core/events.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { isParkedByItself } from '../../core/nurture/parking.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { freshEnrolment } from '../../core/nurture/triggers.ts'
import { announcement } from '../aws/announce.ts'
import { changeLead } from '../leads/change-lead.ts'
import { now } from '../runtime/clock.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { putEnrolment } from './enrolment-items.ts'
import { startClock } from './start-clock.ts'

/**
 * Puts a lead into a sequence, pinned to this version, starts its clock and settles the lead's status. Undefined when somebody did so at the same time.
 * Whether the lead may enter was decided before (`reasonNotToEnter`). `dueMs` spreads a list over time.
 */
export async function enrol(
  lead: LeadState,
  sequence: Sequence,
  version: number,
  why: string,
  dueMs = now(),
): Promise<Enrolment | undefined> {
  const { leadId } = lead.profile
  const n = 1 + Math.max(0, ...lead.enrolments.filter((one) => one.sequence === sequence.id).map((one) => one.n))
  const made = freshEnrolment(sequence, version, lead, n, dueMs)
  if (!(await putEnrolment(made))) return undefined
  await startClock(enrolmentClock(made), made.generation)
  const cause = { type: 'enrolled', id: made.enrolmentId, at: made.startedAt, data: { sequence: sequence.id, why } }
  await changeLead(leadId, cause, ({ profile }) => ({
    ...(isParkedByItself(profile) && { set: { parked: undefined } }),
    announce: [
      announcement(EnrolmentChanged, {
        leadId,
        enrolmentId: made.enrolmentId,
        sequence: sequence.id,
        state: 'active',
        reason: why,
      }),
    ],
  }))
  return made
}
