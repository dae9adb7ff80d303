import { openedFact } from '../../core/handoff/facts.ts'
import { handedInFact } from '../../core/handoff/hand-in.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { openHandoff, reasonNotToForward } from '../../core/handoff/open-handoff.ts'
import { prioritise } from '../../core/handoff/priority.ts'
import { type TeamRoute, teamFor } from '../../core/handoff/route-lead.ts'
import { leadFacts } from '../../core/nurture/lead-facts.ts'
import { activityKey, handoffKey } from '../aws/keys.ts'
import { startClock } from '../aws/start-clock.ts'
import { ifAbsent, putItem } from '../aws/table.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { followUp, owedBy } from './change-handoff.ts'
import { chooseOwner, type Routed } from './choose-owner.ts'
import { handoffClock } from './handoff-clock.ts'
import { placesOfHandoff, readHandoff, type StoredHandoff } from './handoff-items.ts'
import { calendarOf, policyInForce } from './policy-in-force.ts'
import { weighLead } from './weigh-lead.ts'

/**
 * Forwards the k-th qualification of a lead to its owner, once: the hand-off is put if absent, its clock started, the lead settled. Safe to repeat: what an
 * earlier try left half done is finished.
 */
export async function forwardWhereDue(leadId: string, k: number): Promise<void> {
  const lead = await readLead(leadId)
  if (!lead) return
  const refusal = reasonNotToForward(lead, k)
  if (refusal && refusal !== 'forwarded already') {
    log.info('a qualified lead is not forwarded', { leadId, k, refusal })
    return
  }
  const handedIn = handedInFact(lead.profile, k)
  if (handedIn) await putItem(activityKey(leadId, handedIn.at, handedIn.id), handedIn, ifAbsent)
  const found = (refusal ? undefined : await put(lead, k)) ?? (await readHandoff(`${leadId}.${k}`))
  if (!found) return
  // Once a clock looked, the sweep answers for it.
  if (!found.handoff.generationAt && found.handoff.due) {
    await startClock(handoffClock(found.handoff), found.handoff.generation)
  }
  await followUp(found)
}

/** Puts the hand-off; undefined when somebody did at the same time. */
async function put(lead: ReadLead, k: number): Promise<StoredHandoff | undefined> {
  const policy = await policyInForce()
  const facts = leadFacts({ profile: lead.profile, nowMs: now() })
  const asked = teamFor(policy.value, facts)
  const handoffId = `${lead.profile.leadId}.${k}`
  const choice = await chooseOwner({ lead, handoffId, policy: policy.value, route: asked })
  const weighed = await weighLead(lead.profile)
  const route = routeOf(asked, choice)
  const handoff: Handoff = openHandoff({
    profile: lead.profile,
    k,
    policy: policy.value,
    policyVersion: policy.version,
    calendar: await calendarOf(policy.value, route.team, choice.user),
    route,
    choice,
    prioritised: prioritise(policy.value, weighed, facts),
    account: choice.account,
    nowMs: now(),
  })
  const owed = owedBy({ handoff, causes: ['opened'], facts: [openedFact(handoff)] })
  const stored = { ...handoff, ...placesOfHandoff(handoff), ...owed }
  return (await putItem(handoffKey(handoff.handoffId), stored, ifAbsent)) ? { handoff, stored } : undefined
}

/** A lead that belongs to somebody of sales is with sales at once: nobody has to qualify it for them. */
function routeOf(route: TeamRoute, { isClaimed, user }: Routed): TeamRoute {
  const { passesTo } = route
  return passesTo && isClaimed && user?.team === passesTo.team ? passesTo : route
}
