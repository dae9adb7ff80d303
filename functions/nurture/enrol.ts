import type { LeadState } from '../../core/leads/lead-status.ts'
import { enteredByBand } from '../../core/nurture/cross-band.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { freshEnrolment } from '../../core/nurture/triggers.ts'
import { startClock } from '../aws/start-clock.ts'
import { now } from '../runtime/clock.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { putEnrolment, tellEnrolment } from './enrolment-items.ts'
import { keepTrial } from './keep-trial.ts'
import { settleLead } from './settle-lead.ts'

/**
 * Puts a lead into a sequence, pinned to this version, starts its clock and settles the lead's status. Undefined when somebody did so at the same time.
 * Also undefined for who is held out of it by chance.
 * Whether the lead may enter was decided before (`reasonNotToEnter`). `by` names the broadcast that it comes by and when its turn is, or says that
 * its score band brings it.
 */
export async function enrol(
  lead: LeadState,
  sequence: Sequence,
  version: number,
  why: string,
  by?: { readonly broadcastId: string; readonly entersAtMs: number } | 'band',
): Promise<Enrolment | undefined> {
  const { leadId } = lead.profile
  if ((await keepTrial(sequence, leadId)) === 'held-out') return undefined
  const n = 1 + Math.max(0, ...lead.enrolments.filter((one) => one.sequence === sequence.id).map((one) => one.n))
  const list = by === 'band' ? undefined : by
  const made: Enrolment = {
    ...freshEnrolment(sequence, version, lead, n, list?.entersAtMs ?? now()),
    ...(list && { broadcast: list.broadcastId }),
    ...(by === 'band' && enteredByBand(sequence, lead, now())),
  }
  const written = await putEnrolment(made, why)
  // Also for the one that was there first: it may be ours, by a write whose answer was lost, and all this may be repeated.
  await startClock(enrolmentClock(made), made.generation)
  const cause = { type: 'enrolled', id: made.enrolmentId, at: made.startedAt, data: { sequence: sequence.id, why } }
  await settleLead(leadId, cause)
  // Told last: who hears of it finds the lead settled and need not settle it too.
  await tellEnrolment(made, written)
  return written && made
}
