import { type People, substitutesToRead } from '../../core/handoff/presence.ts'
import {
  type Choice,
  type Choosing,
  chooseFromTeam,
  chooseStandIn,
  managerOf,
  slotsOf,
  type TeamRoute,
} from '../../core/handoff/route-lead.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { queryItems } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { allStaff, readUser, teamMembers } from '../staff/directory.ts'
import { ownInboxOf } from './handoff-items.ts'
import { takeTurn } from './team-turns.ts'

/** More hand-offs at once than this make nobody fuller. */
const countedAtMost = 1_000
/** Substitutes of substitutes: nobody's chain is longer. */
const chainAtMost = 10

/** The lead that is dealt out, as far as it decides who of a team gets it. */
export interface Dealt {
  readonly handoffId: string
  readonly locale: string
  /** Who had this hand-off already. */
  readonly passedOver?: readonly string[]
  /** Rather than to nobody, also to those who have had their leads of this week. */
  readonly beyondWeek?: boolean
}

/** Who gets a lead, with what is known of that person. */
export interface Chosen extends Choice {
  readonly user: User | undefined
}

/** The next of a team who did not have this hand-off yet; undefined when nobody else is there, or (unless `beyondWeek`) has room in this week. */
export async function nextOf(route: TeamRoute, dealt: Dealt): Promise<Chosen | undefined> {
  const { passedOver = [], locale, beyondWeek = false } = dealt
  const people = await withSubstitutes(await teamMembers(route.team))
  const asked = choosing(passedOver)
  const slots = slotsOf(route, people, asked)
  if (slots.length === 0) return undefined
  const loads = await loadsOf(route, [...new Set(slots.map(({ owner }) => owner))])
  const decision = decisionOf(dealt)
  const decided = await takeTurn(route.team, (turns) => {
    const dealing = { ...asked, route, people, turns, locale, decision, loads }
    return chooseFromTeam(dealing) ?? (beyondWeek ? chooseFromTeam({ ...dealing, beyondWeek }) : undefined)
  })
  return decided && { ...decided.choice, user: people.get(decided.choice.owner) }
}

/** Who is told when the owner did not do a duty in time; undefined when there is nobody but the owner. */
export async function managerFor(owner: string, team: string): Promise<string | undefined> {
  return managerOf(await readUser(owner), team, await allStaff(), choosing())
}

/** Who leads the team, else an admin: for where nobody of it is there. */
export async function standInFor(team: string, passedOver: readonly string[] = []): Promise<Chosen | undefined> {
  const staff = await allStaff()
  const standIn = chooseStandIn(team, staff, choosing(passedOver))
  return standIn && { ...standIn, user: staff.find(({ userId }) => userId === standIn.owner) }
}

export function choosing(passedOver: readonly string[] = []): Choosing {
  return { nowMs: now(), zone: env('DEFAULT_ZONE'), passedOver }
}

/** These people with whoever stands in for those of them who are away, along each chain. */
export async function withSubstitutes(given: readonly User[]): Promise<People> {
  const people = new Map(given.map((one) => [one.userId, one]))
  for (let link = 0; link < chainAtMost; link += 1) {
    const missing = substitutesToRead(people, choosing())
    if (missing.length === 0) break
    const found = (await Promise.all(missing.map(readUser))).filter((one) => one !== undefined)
    if (found.length === 0) break
    for (const one of found) people.set(one.userId, one)
  }
  return people
}

/** Names one decision about a hand-off, shortly and for nobody who does not know it: the turns of a team outlive their leads. */
export function decisionOf({ handoffId, passedOver = [] }: Pick<Dealt, 'handoffId' | 'passedOver'>): string {
  const [leadId = '', k = ''] = handoffId.split('.')
  return [leadId.slice(0, 12), k, passedOver.length].join('.')
}

async function loadsOf({ by }: TeamRoute, owners: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (by === 'round-robin') return new Map()
  return new Map(await Promise.all(owners.map(async (owner) => [owner, await loadOf(owner)] as const)))
}

/** How many hand-offs are with somebody now. */
export async function loadOf(userId: string): Promise<number> {
  const lists = (['open', 'accepted'] as const).map((state) =>
    queryItems({ index: 'owner', pk: ownInboxOf(userId, state), limit: countedAtMost }),
  )
  const counts = (await Promise.all(lists)).map(({ items }) => items.length)
  return counts.reduce((sum, count) => sum + count, 0)
}
