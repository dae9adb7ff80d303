import type { Facts } from '../condition.ts'
import type { LeadState } from '../leads/lead-status.ts'
import type { User } from '../staff/user.ts'
import type { Handoff } from './handoff.ts'
import type { SlaPolicy } from './policy.ts'
import { type Asked, isAway, type People, sells, standingIn } from './presence.ts'
import { capacityUnsaid } from './room.ts'
import { asksInWords, speaks, takes } from './route-asks.ts'
import { amongMembers, dealOut, inWeekOf, type Slot, type Turns } from './turns.ts'

/** Where a lead goes by the policy: the team and how its people take turns. */
export interface TeamRoute {
  readonly team: string
  readonly by: 'round-robin' | 'capacity'
  /** What the route asks of its leads, in words; absent where it takes all. */
  readonly asks?: string | undefined
  /** Who gets it once the team has qualified it. */
  readonly passesTo?: Pick<TeamRoute, 'team' | 'by'> | undefined
}

/** Who gets the lead, and why in words. */
export interface Choice {
  readonly owner: string
  readonly why: string
}

export interface Choosing extends Asked {
  /** Who had this hand-off already. */
  readonly passedOver?: readonly string[]
}

/** All that decides who of a team gets one lead. */
export interface Dealing extends Choosing {
  readonly route: TeamRoute
  /** The team, and whoever stands in for those of it who are away. */
  readonly people: People
  readonly turns: Turns
  /** The language of the lead. */
  readonly locale: string
  /** Names the decision: made again it has the same end. */
  readonly decision: string
  /** Hand-offs that are open with each now, where the route goes by capacity. */
  readonly loads?: ReadonlyMap<string, number>
  /** Also to those who have had their leads of this week. */
  readonly beyondWeek?: boolean
}

/** "The first of which all conditions hold; the last one has none." */
export function teamFor({ id, routes, territories }: SlaPolicy, facts: Facts): TeamRoute {
  const route = routes.find((one) => takes(one, facts, territories))
  if (!route) throw new RangeError(`no route of policy ${id} takes this lead`)
  const asks = asksInWords(route)
  const passesTo = route['passes-to']
  return { team: route.team, by: route.by, ...(asks && { asks }), ...(passesTo && { passesTo }) }
}

/** Whoever took this lead before and did not give it back: it goes to the same person again. */
export function lastOwner(handoffs: readonly Handoff[]): string | undefined {
  return [...handoffs]
    .sort((a, b) => b.k - a.k)
    .find(({ state }) => state === 'accepted' || state === 'opportunity' || state === 'won' || state === 'lost')?.owner
}

/** Whose the lead is: who handed it in for themselves, else whoever had it before. */
export function ownClaim({ profile, handoffs }: Pick<LeadState, 'profile' | 'handoffs'>): Choice | undefined {
  const { handedIn } = profile.qualification ?? {}
  if (handedIn?.for === 'me') return { owner: handedIn.by, why: 'handed the lead in' }
  const before = lastOwner(handoffs)
  return before === undefined ? undefined : { owner: before, why: 'had this lead before' }
}

/** The lead goes to whom it belongs to, or to who stands in for them; undefined when nobody does. */
export function chooseByClaim(claim: Choice, people: People, asked: Asked): Choice | undefined {
  const there = standingIn(claim.owner, people, asked)
  return there && { owner: there.userId, why: claim.why + standingInWords(claim.owner, there.userId) }
}

/** The places in the rotation of a team: each of its sellers with a share, and who gets a lead when it is their turn. */
export function slotsOf({ team }: TeamRoute, people: People, { passedOver = [], ...asked }: Choosing): Slot[] {
  return [...people.values()].flatMap((one) => {
    const { userId, weight = 1 } = one
    const there = one.team === team && sells(one) && weight > 0 ? standingIn(userId, people, asked) : undefined
    if (!there || passedOver.includes(userId) || passedOver.includes(there.userId)) return []
    return [{ slot: userId, owner: there.userId, weight }]
  })
}

/**
 * The next of a team, and whose turn it is then: those who speak the lead's language before others, nobody beyond their leads of a week. Undefined when
 * nobody is there, or (unless `beyondWeek`) nobody has room in this week.
 */
export function chooseFromTeam(dealing: Dealing): { choice: Choice; turns: Turns } | undefined {
  const { route, people, locale, decision, beyondWeek = false } = dealing
  const members = [...people.values()].filter(({ team }) => team === route.team).map(({ userId }) => userId)
  const turns = amongMembers(inWeekOf(dealing.turns, dealing.nowMs, dealing.zone), members)
  const slots = slotsOf(route, people, dealing)
  const withRoom = slots.filter(({ owner }) => beyondWeek || hasRoomThisWeek(people.get(owner), turns))
  const speakers = withRoom.filter(({ owner }) => people.get(owner)?.languages?.some((one) => speaksOf(one, locale)))
  const fit = speakers.length > 0 ? speakers : withRoom
  if (fit.length === 0) return undefined
  const likely = route.by === 'capacity' ? emptiest(fit, dealing) : fit
  const { dealt, turns: after } = dealOut(turns, likely, decision)
  const language = speakers.length > 0 ? locale : undefined
  const why = [
    route.asks ? `${route.asks}: ` : '',
    route.by === 'capacity' ? roomInWords(dealt, dealing) : `round robin in ${route.team}, ${slots.length} there`,
    language && speakers.length < slots.length ? `, ${speakers.length} for ${language}` : '',
    slots.length > withRoom.length ? `, ${slots.length - withRoom.length} had this week’s leads` : '',
    beyondWeek ? '; everybody had this week’s leads' : '',
    standingInWords(dealt.slot, dealt.owner),
  ]
  return { choice: { owner: dealt.owner, why: why.join('') }, turns: after }
}

/** "An unroutable lead goes to a named fallback": the one that the policy names, or who stands in for them. */
export function chooseFallback(fallback: string, team: string, people: People, asked: Asked): Choice | undefined {
  return chooseByClaim(
    { owner: fallback, why: `nobody of ${team} can take it: the fallback of the policy` },
    people,
    asked,
  )
}

/** "Never nowhere": a manager of the team, else an admin, present ones first; undefined when there is nobody. */
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

function hasRoomThisWeek(one: User | undefined, { given }: Turns): boolean {
  return one?.perWeek === undefined || (given[one.userId] ?? 0) < one.perWeek
}

/** Whoever speaks `de` speaks with a lead whose language is `de-CH`, and the other way round. */
function speaksOf(language: string, locale: string): boolean {
  return speaks(language, locale) || speaks(locale, language)
}

/** Those whose measure is least full; without a capacity of their own people share alike. */
function emptiest(slots: readonly Slot[], dealing: Dealing): Slot[] {
  const fullness = slots.map((slot) => fullnessOf(slot, dealing))
  const least = Math.min(...fullness)
  return slots.filter((_, index) => fullness[index] === least)
}

function fullnessOf({ owner }: Slot, { people, loads }: Dealing): number {
  return (loads?.get(owner) ?? 0) / (people.get(owner)?.capacity ?? capacityUnsaid)
}

function roomInWords(slot: Slot, dealing: Dealing): string {
  const capacity = dealing.people.get(slot.owner)?.capacity
  const of = capacity === undefined ? '' : ` of ${capacity}`
  const full = fullnessOf(slot, dealing) >= 1 ? '; everybody is full' : ''
  return `most room in ${dealing.route.team}: ${dealing.loads?.get(slot.owner) ?? 0} open${of}${full}`
}

function standingInWords(whose: string, owner: string): string {
  return whose === owner ? '' : `; ${owner} stands in for ${whose}`
}
