import type { User } from '../../core/handoff/handoff.ts'
import {
  type Choice,
  type Choosing,
  type Colleague,
  chooseFromTeam,
  chooseStandIn,
  lastOwner,
  managerOf,
  mayOwn,
  type TeamRoute,
} from '../../core/handoff/route-lead.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { metricNames } from '../../core/metrics.ts'
import { env } from '../aws/env.ts'
import { teamTurnKey } from '../aws/keys.ts'
import { queryItems, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { allStaff, readUser, teamMembers } from '../staff/directory.ts'
import { ownInboxOf } from './handoff-items.ts'

/** More hand-offs at once than this make nobody fuller. */
const countedAtMost = 1_000

/** Who gets a lead: whoever had it before, else the next of its team, else whoever stands in. Throws Error when the company has nobody at all. */
export async function chooseOwner({ profile, handoffs }: LeadState, route: TeamRoute): Promise<Choice> {
  const before = lastOwner(handoffs)
  const known = before ? await readUser(before) : undefined
  if (known && mayOwn(known, choosing())) return { owner: known.userId, why: 'had this lead before' }
  const next = await nextOf(route, [])
  if (next) return next
  const standIn = chooseStandIn(route.team, await allStaff(), choosing())
  if (!standIn) throw new Error(`nobody of team ${route.team} can take a lead, and there is no manager and no admin`)
  log.error('a lead was not routed as the policy says', { leadId: profile.leadId, team: route.team, to: standIn.owner })
  measure(metricNames.leadsMisrouted)
  return standIn
}

/** The next of a team who did not have this hand-off yet; undefined when nobody else is there. */
export async function nextOf(route: TeamRoute, passedOver: readonly string[]): Promise<Choice | undefined> {
  const members = await teamMembers(route.team)
  const there = members.filter((one) => mayOwn(one, choosing()) && !passedOver.includes(one.userId))
  if (there.length === 0) return undefined
  const colleagues = await Promise.all(there.map((one) => withLoad(one, route)))
  return chooseFromTeam(route, colleagues, await takeTurn(route.team), choosing(passedOver))
}

/** Who is told when the owner did not do a duty in time; undefined when there is nobody but the owner. */
export async function managerFor(owner: string, team: string): Promise<string | undefined> {
  return managerOf(await readUser(owner), team, await allStaff(), choosing())
}

function choosing(passedOver: readonly string[] = []): Choosing {
  return { nowMs: now(), zone: env('DEFAULT_ZONE'), passedOver }
}

/** One atomic count for each team: leads that come at the same time get different turns. */
async function takeTurn(team: string): Promise<number> {
  const counted = await updateItem(teamTurnKey(team), { add: { turn: 1 } })
  return Number(counted?.turn ?? 1)
}

async function withLoad(user: User, { by }: TeamRoute): Promise<Colleague> {
  if (by === 'round-robin') return { user, load: 0 }
  const lists = (['open', 'accepted'] as const).map((state) =>
    queryItems({ index: 'owner', pk: ownInboxOf(user.userId, state), limit: countedAtMost }),
  )
  const counts = (await Promise.all(lists)).map(({ items }) => items.length)
  return { user, load: counts.reduce((sum, count) => sum + count, 0) }
}
