import { sequencesKind } from '../../core/content/schemas.ts'
import { contentVersion } from '../content/published.ts'
import type { Caller } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readEnrolment } from './enrolment-items.ts'

/**
 * "Sequences for the time with sales pause at the owner's word": sales steers those (`audience: with-sales`) and no others; throws a {@link Problem} 403,
 * or 404 where there is no such enrolment. Marketing steers all.
 */
export async function maySteer(
  { groups }: Caller,
  { leadId, enrolmentId }: { leadId: string; enrolmentId: string },
): Promise<void> {
  if (groups.some((group) => group === 'marketing' || group === 'admin')) return
  const enrolment = await readEnrolment(leadId, enrolmentId)
  if (!enrolment) throw new Problem(404, 'There is no such enrolment of this lead.')
  const published = await contentVersion(sequencesKind, enrolment.sequence, enrolment.version)
  if (published?.value.audience === 'with-sales') return
  throw new Problem(
    403,
    'Sales steers sequences for the time with sales (audience: with-sales); for this one ask marketing.',
  )
}
