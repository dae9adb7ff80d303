import { type Asked, isAway, standingIn } from '../handoff/presence.ts'
import { lastOwner } from '../handoff/route-lead.ts'
import type { LeadState } from '../leads/lead-status.ts'
import type { User } from '../staff/user.ts'

/** Who gets a task, and why in words. */
export interface Assigned {
  readonly owner: string
  readonly why: string
}

/** All that decides it. */
export interface Assigning extends Asked {
  /** `owner`, a member of staff or a team, as the step names it. */
  readonly who: string
  readonly lead: Pick<LeadState, 'handoffs'>
  readonly staff: readonly User[]
  /** How many open tasks each has. */
  readonly loads: ReadonlyMap<string, number>
}

/**
 * Who does a task: the owner of the lead, the person named, or of a team whoever has the fewest open tasks; while they are away, whoever stands in for them. Where
 * the lead has no owner, or nobody is there, whoever leads them, else an admin, so that it is nobody's only where nobody works here.
 */
export function whoDoesIt({ who, lead, staff, loads, ...asked }: Assigning): Assigned | undefined {
  const people = new Map(staff.map((one) => [one.userId, one]))
  const named = who === 'owner' ? lastOrPresentOwner(lead) : who
  const person = named === undefined ? undefined : people.get(named)
  if (person) {
    const there = standingIn(person.userId, people, asked, isThere)
    if (there) return { owner: there.userId, why: whyOf(who, person.userId, there.userId) }
  }
  const team = staff.filter((one) => one.team === (person?.team ?? named))
  const load = (one: User) => loads.get(one.userId) ?? 0
  const [free] = team
    .filter((one) => isThere(one, asked))
    .toSorted((a, b) => load(a) - load(b) || (a.userId < b.userId ? -1 : 1))
  if (free) return { owner: free.userId, why: `the fewest open tasks in ${free.team}, ${load(free)}` }
  const led = [...team, ...(person ? [person] : [])].map(({ manager }) => (manager ? people.get(manager) : undefined))
  const manager = led.find((one) => one !== undefined && isThere(one, asked))
  if (manager) return { owner: manager.userId, why: `nobody of ${named} is there: whoever leads them` }
  const admin = staff.find((one) => one.groups.includes('admin') && isThere(one, asked))
  if (!admin) return undefined
  const lacking = named === undefined ? 'nobody has this lead' : `nobody of ${named} is there`
  return { owner: admin.userId, why: `${lacking}: an admin` }
}

function lastOrPresentOwner({ handoffs }: Pick<LeadState, 'handoffs'>): string | undefined {
  return handoffs.find(({ state }) => state === 'open')?.owner ?? lastOwner(handoffs)
}

function isThere(one: User, asked: Asked): boolean {
  return one.active && !isAway(one, asked)
}

function whyOf(who: string, named: string, there: string): string {
  const why = who === 'owner' ? 'has the lead' : 'named by the step'
  return named === there ? why : `${why}: ${named}, who is away; ${there} stands in`
}
