import { isAway, sells } from '../../core/handoff/presence.ts'
import { env } from '../aws/env.ts'
import { now } from '../runtime/clock.ts'
import { allStaff } from '../staff/directory.ts'

/** What sales can take in a week, as far as its people say: who has no `perWeek` has no limit of the week, and then there is no sum. */
export async function salesCapacity(): Promise<{ sellers: number; awayToday: number; perWeek: number | null }> {
  const sellers = (await allStaff()).filter((one) => sells(one) && one.team !== undefined && (one.weight ?? 1) > 0)
  const limits = sellers.flatMap(({ perWeek }) => perWeek ?? [])
  const asked = { nowMs: now(), zone: env('DEFAULT_ZONE') }
  return {
    sellers: sellers.length,
    awayToday: sellers.filter((one) => isAway(one, asked)).length,
    perWeek: sellers.length > 0 && limits.length === sellers.length ? limits.reduce((sum, one) => sum + one, 0) : null,
  }
}
