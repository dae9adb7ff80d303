import { accountHandoff, accountInWords } from '../../core/handoff/account.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import type { SlaPolicy } from '../../core/handoff/policy.ts'
import type { People } from '../../core/handoff/presence.ts'
import { type Choice, chooseByClaim, chooseFallback, ownClaim, type TeamRoute } from '../../core/handoff/route-lead.ts'
import { countIn, inWeekOf } from '../../core/handoff/turns.ts'
import { isWithSales, type LeadState } from '../../core/leads/lead-status.ts'
import { metricNames } from '../../core/metrics.ts'
import { toInstant } from '../../core/names.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { readUser } from '../staff/directory.ts'
import { companyOf, joinAccount } from './account-items.ts'
import { type Chosen, choosing, decisionOf, nextOf, standInFor, withSubstitutes } from './next-of-team.ts'
import { takeTurn } from './team-turns.ts'

/** Who gets a lead, with its company, and whether it was that person's before anybody's turn was asked. */
export interface Routed extends Chosen {
  readonly account?: Handoff['account']
  readonly isClaimed: boolean
}

export interface Choosable {
  readonly lead: LeadState
  readonly handoffId: string
  readonly policy: SlaPolicy
  readonly route: TeamRoute
}

/**
 * Who gets a lead: who handed it in for themselves, else whoever had it before, else the owner of its account, else the next of its team, else the
 * fallback that the policy names, else whoever stands in. Throws Error when the company has nobody at all.
 */
export async function chooseOwner({ lead, handoffId, policy, route }: Choosable): Promise<Routed> {
  const { profile } = lead
  const dealt = { handoffId, locale: profile.locale }
  const own = ownClaim(lead)
  // Always: its colleagues are to find it, whoever gets it.
  const { claim, account } = await accountOf(profile.email, handoffId)
  const claimed = (own && (await byClaim(own))) || (claim && (await byClaim(claim)))
  if (claimed) {
    await countTheirs(claimed, handoffId)
    return { ...claimed, account, isClaimed: true }
  }
  const next = await nextOf(route, dealt)
  if (next) return { ...next, account, isClaimed: false }
  const standIn = await unrouted(dealt, policy, route)
  log.error('a lead was not routed as the policy says', { leadId: profile.leadId, team: route.team, to: standIn.owner })
  measure(metricNames.leadsMisrouted)
  return { ...standIn, account, isClaimed: false }
}

/** "Account owner first": puts the hand-off into the list of its company; answers which that is, and who talks with it, or won it. */
async function accountOf(email: string, handoffId: string): Promise<{ claim?: Choice; account?: Handoff['account'] }> {
  const domain = await companyOf(email)
  const others = domain ? await joinAccount(domain, handoffId, toInstant(now())) : []
  const first = accountHandoff(others)
  if (!domain) return {}
  if (!first) return { account: { domain } }
  return {
    claim: { owner: first.owner, why: accountInWords(domain, first) },
    account: { domain, ...(isWithSales(first) && { with: first.handoffId }) },
  }
}

async function byClaim(claim: Choice): Promise<Chosen | undefined> {
  return fromPeopleOf(claim.owner, (people) => chooseByClaim(claim, people, choosing()))
}

/** Chooses among one person and whoever stands in for them; undefined where there is nobody of this name. */
async function fromPeopleOf(
  userId: string,
  choose: (people: People) => Choice | undefined,
): Promise<Chosen | undefined> {
  const named = await readUser(userId)
  const people = named && (await withSubstitutes([named]))
  const choice = people && choose(people)
  return choice && { ...choice, user: people.get(choice.owner) }
}

/** "An unroutable lead goes to a named fallback and alarms, never nowhere." */
async function unrouted(
  dealt: { handoffId: string; locale: string },
  { fallback }: SlaPolicy,
  route: TeamRoute,
): Promise<Chosen> {
  const named =
    fallback === undefined
      ? undefined
      : await fromPeopleOf(fallback, (people) => chooseFallback(fallback, route.team, people, choosing()))
  if (named) return named
  const beyond = await nextOf(route, { ...dealt, beyondWeek: true })
  if (beyond) return beyond
  const standIn = await standInFor(route.team)
  if (!standIn) throw new Error(`nobody of team ${route.team} can take a lead, and there is no manager and no admin`)
  return standIn
}

/** A lead that goes past the rotation counts in the week of who gets it, where that person's week is counted. */
async function countTheirs({ user }: Chosen, handoffId: string): Promise<void> {
  if (user?.perWeek === undefined || user.team === undefined) return
  const { nowMs, zone } = choosing()
  await takeTurn(user.team, (turns) => ({
    turns: countIn(inWeekOf(turns, nowMs, zone), user.userId, decisionOf({ handoffId })),
  }))
}
