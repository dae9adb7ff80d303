import { reasonNotToForward } from '../handoff/open-handoff.ts'
import type { LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import type { Happening } from '../nurture/triggers.ts'
import { decideScore, type ModelVersion } from '../scoring/decide-score.ts'
import { addFacts, type Fact, inOrder, noEngagement } from '../scoring/engagement.ts'
import { nextChange } from '../scoring/next-change.ts'
import { rulesOf } from '../scoring/rules.ts'
import { handedOver, standing } from './simulate-facts.ts'

/** Scores fade by the night: at ten minutes past two, in UTC. */
const atNightMs = 130 * 60_000

/** What scoring made of a persona. */
export interface Scored {
  readonly lead: LeadState
  /** What sequences are told of it, in order. */
  readonly happenings: readonly Happening[]
  /** In words, where the stage changed or sales got or lost the lead by it. */
  readonly says: readonly string[]
  /** When time alone changes the score next, in ms. */
  readonly nextMs: number | undefined
}

/** Scores the persona by the published model, with the decisions of the running system; who is over the bar is handed to sales. */
export function scoreAt(model: ModelVersion, before: LeadState, facts: readonly Fact[], nowMs: number): Scored {
  const rules = rulesOf(model.value)
  const engagement = addFacts(rules, noEngagement, inOrder(facts), nowMs)
  const { set, cause } = decideScore(model, before, engagement, nowMs)
  const next = nextChange(rules, engagement)
  const nextMs = next === undefined ? undefined : next + atNightMs
  if (!set) return { lead: before, happenings: [], says: [], nextMs }
  let lead = standing({ ...before, profile: { ...before.profile, ...set } }, nowMs)
  const { stage, score, qualification } = lead.profile
  const happenings: Happening[] = [cause]
  const says: string[] = []
  const points = score ? ` with ${score.total} points (fit ${score.fit}, interest ${score.interest})` : ''
  if (stage !== before.profile.stage) says.push(`stage ${stage}${points}`)
  if (qualification && qualification !== before.profile.qualification) {
    if (qualification.state === 'dropped') says.push(`no longer sales-ready${points}`)
    else if (!reasonNotToForward(lead, qualification.k)) {
      const at = toInstant(nowMs)
      lead = handedOver(lead, qualification.k, at)
      happenings.push({ type: 'handoff-opened', at, data: {} })
      says.push(`sales-ready${points}: handed to sales`)
    }
  }
  return { lead, happenings, says, nextMs }
}
