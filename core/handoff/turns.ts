import * as z from 'zod/mini'
import { isoDate, localAt, plusDays, weekdayOf } from '../local-time.ts'
import { slug } from '../names.ts'

/** Decisions that a repeat of the same one finds again: more than are made at once. */
const remembered = 32

/** Whose turn it is in a team: `TEAM#team / TURN`. One write on condition of `turn` decides each lead. */
export const turns = z.object({
  /** How many leads were dealt out, and what each write is conditional on. */
  turn: z._default(z.int(), 0),
  /** What each is owed, in leads: they got fewer than their share when it is more than nothing. */
  owed: z._default(z.record(slug, z.number()), {}),
  /** The Monday of the week that `given` counts. */
  week: z.optional(z.iso.date()),
  /** How many new leads each got in that week. */
  given: z._default(z.record(slug, z.int()), {}),
  /** Which decision went to whom, the last ones. */
  last: z._default(z.array(z.object({ decision: z.string(), slot: slug, owner: slug })), []),
})
export type Turns = z.infer<typeof turns>

/** A place in the rotation: whose turn it is, who gets the lead then (a substitute, say), and the share. */
export interface Slot {
  readonly slot: string
  readonly owner: string
  readonly weight: number
}

/**
 * Deals out one lead: each who is there is owed their share of it, and whoever is owed most gets it. So nobody is a lead ahead of their share for long,
 * whoever comes, goes, is away or can't take some leads. Among equals it goes by name. `decision` names the lead: a repeat goes to the same person.
 */
export function dealOut(before: Turns, slots: readonly Slot[], decision: string): { dealt: Slot; turns: Turns } {
  const known = before.last.find((one) => one.decision === decision)
  const again = slots.find(({ slot, owner }) => slot === known?.slot && owner === known.owner)
  if (again) return { dealt: again, turns: before }
  const whole = slots.reduce((sum, { weight }) => sum + weight, 0)
  const owed = { ...before.owed }
  for (const { slot, weight } of slots) owed[slot] = (owed[slot] ?? 0) + weight / whole
  const dealt = slots.reduce((best, one) => (isBefore(one, best, owed) ? one : best))
  owed[dealt.slot] = (owed[dealt.slot] ?? 0) - 1
  return { dealt, turns: remember({ ...before, owed: rounded(owed) }, dealt, decision) }
}

/** A lead that went past the rotation to somebody it belongs to: it counts in their week. */
export function countIn(before: Turns, owner: string, decision: string): Turns {
  if (before.last.some((one) => one.decision === decision && one.owner === owner)) return before
  return remember(before, { slot: owner, owner }, decision)
}

/** The turns in the week of this moment: what was given in another week does not count in it. */
export function inWeekOf(before: Turns, nowMs: number, zone: string): Turns {
  const { date } = localAt(zone, nowMs)
  const week = isoDate(plusDays(date, 1 - weekdayOf(date)))
  return before.week === week ? before : { ...before, week, given: {} }
}

/** Only those who are still of the team are owed anything: what somebody who left was owed is forgotten. */
export function amongMembers(before: Turns, members: readonly string[]): Turns {
  const owed = Object.entries(before.owed).filter(([slot]) => members.includes(slot))
  return { ...before, owed: Object.fromEntries(owed) }
}

function remember(before: Turns, { slot, owner }: Pick<Slot, 'slot' | 'owner'>, decision: string): Turns {
  return {
    ...before,
    turn: before.turn + 1,
    given: { ...before.given, [owner]: (before.given[owner] ?? 0) + 1 },
    last: [...before.last, { decision, slot, owner }].slice(-remembered),
  }
}

/** Sums of thirds are not exact: what differs by less than a millionth of a lead is equal. */
function isBefore(one: Slot, other: Slot, owed: Readonly<Record<string, number>>): boolean {
  const ahead = (owed[one.slot] ?? 0) - (owed[other.slot] ?? 0)
  return Math.abs(ahead) < 1e-6 ? one.slot < other.slot : ahead > 0
}

function rounded(owed: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(owed).map(([slot, leads]) => [slot, Math.round(leads * 1e9) / 1e9]))
}
