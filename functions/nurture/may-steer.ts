import { sequencesKind } from '../../core/content/schemas.ts'
import { contentVersion } from '../content/published.ts'
import { callerId } from '../handoff/find-handoff.ts'
import { readLead } from '../leads/lead-state.ts'
import type { Caller } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { readEnrolment } from './enrolment-items.ts'

/**
 * "Sequences for the time with sales pause at the owner's word": whoever has or last had the lead, and the one they report to, steer those (`audience: with-sales`) and
 * no others; throws a {@link Problem} 403, or 404 where there is no such enrolment. Marketing steers all.
 */
export async function maySteer(caller: Caller, ids: { leadId: string; enrolmentId: string }): Promise<void> {
  if (caller.groups.some((group) => group === 'marketing' || group === 'admin')) return
  const enrolment = await readEnrolment(ids.leadId, ids.enrolmentId)
  if (!enrolment) throw new Problem(404, 'There is no such enrolment of this lead.')
  const published = await contentVersion(sequencesKind, enrolment.sequence, enrolment.version)
  if (published?.value.audience !== 'with-sales') {
    throw new Problem(
      403,
      'Sales steers sequences for the time with sales (audience: with-sales); for this one ask marketing.',
    )
  }
  const owner = (await readLead(ids.leadId))?.handoffs.at(-1)?.owner
  const asks = callerId(caller)
  if (owner === asks || (owner !== undefined && (await readUser(owner))?.manager === asks)) return
  const who = owner === undefined ? 'nobody of sales has' : `${owner} has`
  throw new Problem(
    403,
    `Whoever has this lead steers what it gets: ${who} it. Ask them, the one they report to, or marketing.`,
  )
}
