import { toInstant } from '../../core/names.ts'
import { clockedEnrolments, type Fault, faultsOf } from '../../core/nurture/check-lead.ts'
import { isClockRunning, startClock } from '../aws/start-clock.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { settleLead } from './settle-lead.ts'

/** Everything about a lead that does not follow from its items, or whose clock does not run. */
export async function lookAtLead(leadId: string): Promise<{ lead: ReadLead; faults: Fault[] } | undefined> {
  const lead = await readLead(leadId)
  if (!lead) return undefined
  const faults = faultsOf(lead, now())
  for (const enrolment of clockedEnrolments(lead)) {
    const { enrolmentId, generation } = enrolment
    if (faults.some((one) => one.kind === 'clock' && one.enrolmentId === enrolmentId)) continue
    if (!(await isClockRunning(enrolmentClock(enrolment), generation))) faults.push({ kind: 'clock', enrolmentId })
  }
  return { lead, faults }
}

/** Repairs a lead and says in the log what was wrong. */
export async function repairLead({ lead, faults }: { lead: ReadLead; faults: readonly Fault[] }): Promise<void> {
  const { leadId } = lead.profile
  log.error('a lead was repaired', { leadId, faults })
  if (faults.some(({ kind }) => kind !== 'clock')) {
    // The enroller is told in any case: it alone knows whether a sequence takes the lead, before it is parked for another reason.
    await settleLead(leadId, { type: 'repaired', id: leadId, at: toInstant(now()) }, { tell: true })
  }
  for (const enrolment of lead.enrolments) {
    const isLost = faults.some((one) => one.kind === 'clock' && one.enrolmentId === enrolment.enrolmentId)
    if (isLost) await startClock(enrolmentClock(enrolment), enrolment.generation + 1)
  }
}
