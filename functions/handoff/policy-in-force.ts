import { slaPoliciesKind } from '../../core/content/schemas.ts'
import { type IsHoliday, type WorkCalendar, workCalendar } from '../../core/handoff/business-time.ts'
import type { SlaPolicy } from '../../core/handoff/policy.ts'
import { allCurrent, type Published } from '../content/published.ts'
import { log } from '../runtime/log.ts'

/** The policy by which new hand-offs are kept: `standard`, or the only (else first) one that is published. Throws Error when there is none. */
export async function policyInForce(): Promise<Published<'sla-policies'>> {
  const published = await allCurrent(slaPoliciesKind)
  const policy = published.find(({ id }) => id === 'standard') ?? published[0]
  if (!policy) throw new Error('no SLA policy is published: publish one (sla-policies/standard), then redrive')
  return policy
}

const known = new Map<string, IsHoliday>()

/** The calendar of a policy with its public holidays; their data is loaded only where a policy names a country. */
export async function calendarOf({ id, calendar }: SlaPolicy): Promise<WorkCalendar> {
  const place = calendar.holidays
  return workCalendar(calendar, place ? await holidaysOf(place, id) : () => false)
}

async function holidaysOf(place: string, policy: string): Promise<IsHoliday> {
  const before = known.get(place)
  if (before) return before
  const { knowsHolidaysOf, publicHolidays } = await import('../../core/handoff/holidays.ts')
  if (!knowsHolidaysOf(place))
    log.error('the public holidays of a calendar are not known and none is kept', { policy, place })
  const made = publicHolidays(place)
  known.set(place, made)
  return made
}
