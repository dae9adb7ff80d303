import { missingFindings } from '../../core/handoff/findings.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { nextDutyDue } from '../../core/handoff/keep-sla.ts'
import { isWithSales } from '../../core/leads/lead-status.ts'
import { slug, toInstant } from '../../core/names.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import type { Caller } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'

/** A hand-off with its lead; throws a {@link Problem} 404 when there is none, or its lead was erased. */
export async function findHandoff(handoffId: string): Promise<{ lead: ReadLead; handoff: Handoff }> {
  const lead = await readLead(handoffId.split('.')[0] ?? '')
  const handoff = lead?.handoffs.find((one) => one.handoffId === handoffId)
  if (!lead || !handoff || lead.mailbox.erasedAt) throw new Problem(404, 'There is no such hand-off.')
  return { lead, handoff }
}

/** The staff id of who calls, else the pool's own id of that person. */
export function callerId({ username, sub }: Caller): string {
  return slug.safeParse(username).success ? username : sub
}

/** A hand-off as it is answered to staff: `due` is that of its next duty, `missing` what the funnel asks and nobody found yet; what only its clock needs is left out. */
export function shown(handoff: Handoff) {
  const { tells, generation, generationAt, loops, version, settled, unpaused, ...rest } = handoff
  const due = nextDutyDue(handoff)
  // Given back or lost, nobody looks for it any more.
  const missing = isWithSales(handoff) || handoff.state === 'won' ? missingFindings(handoff) : []
  return { ...rest, ...(missing.length > 0 && { missing }), due, overdue: due !== undefined && due <= toInstant(now()) }
}
