import { type Facts, holds } from '../condition.ts'
import type { Handoff, User } from './handoff.ts'
import type { SlaPolicy } from './policy.ts'

/** Where a lead goes by the policy: the team and how its people take turns. */
export interface TeamRoute {
  readonly team: string
  readonly by: 'round-robin' | 'capacity'
}

/** One of the staff with the hand-offs that are open with them now. */
export interface Colleague {
  readonly user: User
  readonly load: number
}

/** Who gets the lead, and why in words. */
export interface Choice {
  readonly owner: string
  readonly why: string
}

export interface Choosing {
  readonly nowMs: number
  /** Counts in the zone of those who named none. */
  readonly zone: string
  /** Who had this hand-off already. */
  readonly passedOver?: readonly string[]
}

/** "The first whose condition holds; the last one has none." */
export function teamFor(policy: SlaPolicy, facts: Facts): TeamRoute {
  const route = policy.routes.find(({ when }) => !when || holds(when, facts))
  if (!route) throw new RangeError(`no route of policy ${policy.id} takes this lead`)
  return { team: route.team, by: route.by }
}

/** Whoever took this lead before and did not give it back: it goes to the same person again. */
export function lastOwner(handoffs: readonly Handoff[]): string | undefined {
  return [...handoffs]
    .sort((a, b) => b.k - a.k)
    .find(({ state }) => state === 'accepted' || state === 'opportunity' || state === 'won' || state === 'lost')?.owner
}

/** May this person get leads now: of sales, active, not away today? */
export function mayOwn(one: User, choosing: Choosing): boolean {
  return (
    one.active &&
    one.groups.some((group) => group === 'sales' || group === 'sales-development') &&
    !isAway(one, choosing)
  )
}

/** The next of a team; `turn` counts the leads of this team, from 1. Undefined when nobody of it is there. */
export function chooseFromTeam(
  { team, by }: TeamRoute,
  colleagues: readonly Colleague[],
  turn: number,
  choosing: Choosing,
): Choice | undefined {
  const there = colleagues
    .filter(({ user }) => mayOwn(user, choosing) && !choosing.passedOver?.includes(user.userId))
    .sort((a, b) => (a.user.userId < b.user.userId ? -1 : 1))
  if (there.length === 0) return undefined
  const inTurn = there.map((_, index) => there[(turn - 1 + index) % there.length] as Colleague)
  if (by === 'round-robin') {
    return { owner: (inTurn[0] as Colleague).user.userId, why: `round robin in ${team}, ${there.length} there` }
  }
  const least = inTurn.reduce((best, one) => (fullness(one) < fullness(best) ? one : best))
  const { userId, capacity } = least.user
  const full = fullness(least) >= 1 ? '; everybody is full' : ''
  return {
    owner: userId,
    why: `most room in ${team}: ${least.load} open${capacity === undefined ? '' : ` of ${capacity}`}${full}`,
  }
}

/** "Unroutable": a lead is never left without anybody. A manager of the team, else an admin, present ones first; undefined when there is nobody. */
export function chooseStandIn(team: string, staff: readonly User[], choosing: Choosing): Choice | undefined {
  const managers = new Set(staff.filter((one) => one.team === team).map(({ manager }) => manager))
  const active = staff.filter((one) => one.active && !choosing.passedOver?.includes(one.userId))
  const ranked = [
    { who: 'its manager', people: active.filter(({ userId }) => managers.has(userId)) },
    { who: 'an admin', people: active.filter(({ groups }) => groups.includes('admin')) },
  ]
  for (const { who, people } of ranked) {
    const [first] = people.sort(
      (a, b) => Number(isAway(a, choosing)) - Number(isAway(b, choosing)) || (a.userId < b.userId ? -1 : 1),
    )
    if (first) return { owner: first.userId, why: `nobody of ${team} is there: ${who}` }
  }
  return undefined
}

/** Who is told of a breach: the owner's manager, else whoever stands in for the team; never the owner. */
export function managerOf(owner: User | undefined, team: string, staff: readonly User[], choosing: Choosing) {
  const own = staff.find(({ userId, active }) => active && userId === owner?.manager)
  if (own) return own.userId
  return chooseStandIn(team, staff, { ...choosing, passedOver: owner ? [owner.userId] : [] })?.owner
}

function isAway({ absences, zone }: User, choosing: Choosing): boolean {
  // Swedish writes dates as ISO 8601 does.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone ?? choosing.zone }).format(choosing.nowMs)
  return absences.some(({ from, to }) => from <= today && today <= to)
}

/** Without a capacity of their own people share alike, after all who have room. */
function fullness({ user: { capacity }, load }: Colleague): number {
  return load / (capacity ?? 20)
}
