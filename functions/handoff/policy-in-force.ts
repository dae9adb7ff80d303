import { slaPoliciesKind } from '../../core/content/schemas.ts'
import type { SlaPolicy } from '../../core/handoff/policy.ts'
import { hoursOf, type IsHoliday, type WorkCalendar, workCalendar } from '../../core/handoff/work-calendar.ts'
import type { User } from '../../core/staff/user.ts'
import { allCurrent, type Published } from '../content/published.ts'
import { log } from '../runtime/log.ts'

/** The policy by which new hand-offs are kept: `standard`, or the only (else first) one that is published; undefined when there is none. */
export async function livePolicy(): Promise<Published<'sla-policies'> | undefined> {
  const published = await allCurrent(slaPoliciesKind)
  return published.find(({ id }) => id === 'standard') ?? published[0]
}

/** As {@link livePolicy}, for whom there must be one: throws Error when there is none. */
export async function policyInForce(): Promise<Published<'sla-policies'>> {
  const policy = await livePolicy()
  if (!policy) throw new Error('no SLA policy is published: publish one (sla-policies/standard), then redrive')
  return policy
}

const known = new Map<string, IsHoliday>()

/** When one of the staff works for a team, with the public holidays that count there; their data is loaded only where a calendar names a country. */
export async function calendarOf(policy: SlaPolicy, team: string, person: User | undefined): Promise<WorkCalendar> {
  const teams = policy.teams ?? {}
  const own = Object.hasOwn(teams, team) ? teams[team]?.calendar : undefined
  const hours = hoursOf({ policy: policy.calendar, team: own, person })
  return workCalendar(hours, hours.holidays ? await holidaysOf(hours.holidays, policy.id) : () => false)
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
