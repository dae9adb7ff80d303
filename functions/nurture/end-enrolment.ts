import { toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import type { Item } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { moveCursor, tellEnrolment } from './enrolment-items.ts'
import { settleLead } from './settle-lead.ts'

/** Ends an enrolment and settles what becomes of its lead; false when somebody wrote the enrolment in between. */
export async function endEnrolment(
  read: Enrolment,
  at: Enrolment,
  state: 'finished' | 'exited' | 'goal',
  reason: string,
): Promise<boolean> {
  const ended: Enrolment = {
    ...at,
    state,
    reason,
    endedAt: toInstant(now()),
    due: undefined,
    held: undefined,
    putOff: undefined,
  }
  const written = await moveCursor(read, ended)
  if (!written) return false
  await settleEnded(ended, written)
  return true
}

/** Settles the lead of an enrolment that ended, then tells of it, so that who hears of it finds a settled lead; safe to repeat, for whoever died in between. */
export async function settleEnded(ended: Enrolment, written?: Item): Promise<void> {
  const { leadId, enrolmentId, sequence, state, endedAt } = ended
  await settleLead(leadId, {
    type: `enrolment-${state}`,
    id: enrolmentId,
    at: endedAt ?? toInstant(now()),
    data: { sequence },
  })
  await closeAsked(ended)
  await tellEnrolment(ended, written)
}

/** Closes the task or the message that nobody waits for any more; safe to repeat. */
export async function closeAsked({ leadId, asked, sequence }: Enrolment): Promise<void> {
  if (!asked) return
  const { closeTouch } = await import('../outreach/close-touch.ts')
  await closeTouch(leadId, asked.touchId, `the lead left ${sequence}`)
}
