import { isoDate, localAt } from '../local-time.ts'
import type { User } from '../staff/user.ts'

/** When somebody is asked for, and in which zone days count for those who named none. */
export interface Asked {
  readonly nowMs: number
  readonly zone: string
}

/** The staff by user id, as far as it is read. */
export type People = ReadonlyMap<string, User>

/** May this person get leads now: of sales, active, not away today? */
export function mayOwn(one: User, asked: Asked): boolean {
  return sells(one) && !isAway(one, asked)
}

/** Is this one of those who sell, be they away today? */
export function sells({ active, groups }: User): boolean {
  return active && groups.some((group) => group === 'sales' || group === 'sales-development')
}

/** Is today, where the person is, within an absence or a whole day off of their own? */
export function isAway({ absences, calendar, zone }: User, asked: Asked): boolean {
  const today = isoDate(localAt(zone ?? asked.zone, asked.nowMs).date)
  return absences.some(({ from, to }) => from <= today && today <= to) || !!calendar?.daysOff?.includes(today)
}

/**
 * Who gets what would go to this person: the person, or while they are away the first of their substitutes who may, along the chain. Undefined where the
 * chain ends without anybody, or leads back to somebody who was asked already. `may` says who may get it: a lead, unless it is something else.
 */
export function standingIn(
  userId: string,
  people: People,
  asked: Asked,
  may: (one: User, asked: Asked) => boolean = mayOwn,
): User | undefined {
  const seen = new Set<string>()
  for (let next: string | undefined = userId; next !== undefined && !seen.has(next); ) {
    seen.add(next)
    const one = people.get(next)
    if (one && may(one, asked)) return one
    next = one?.substitute
  }
  return undefined
}

/** The substitutes that somebody needs who is not read yet: of people who can't get leads now. */
export function substitutesToRead(people: People, asked: Asked): string[] {
  const missing = [...people.values()].flatMap((one) =>
    one.substitute && !mayOwn(one, asked) && !people.has(one.substitute) ? [one.substitute] : [],
  )
  return [...new Set(missing)]
}

/** The circle in which substitutes lead back to this person (`anna, boris, anna`); undefined when they do not. */
export function circleOfSubstitutes(userId: string, substituteOf: (userId: string) => string | undefined) {
  const chain = [userId]
  for (let next = substituteOf(userId); next !== undefined; next = substituteOf(next)) {
    if (next === userId) return [...chain, next]
    // A circle of others is theirs to mend, and no way back to this person.
    if (chain.includes(next)) return undefined
    chain.push(next)
  }
  return undefined
}
