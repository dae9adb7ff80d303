import type { Activity } from '../leads/activity.ts'
import { toInstant } from '../names.ts'
import { passedFact } from './facts.ts'
import type { Found } from './finding.ts'
import { qualify } from './findings.ts'
import type { Handoff, Leg } from './handoff.ts'
import { nextLook } from './keep-sla.ts'
import { clocksOf } from './open-handoff.ts'
import type { SlaPolicy } from './policy.ts'
import type { Choice } from './route-lead.ts'
import { telling } from './telling.ts'
import type { WorkCalendar } from './work-calendar.ts'

export interface Passing {
  readonly by: string
  readonly note?: string | undefined
  /** What sales development found, where it says so now. */
  readonly found?: Found | undefined
  readonly policy: SlaPolicy
  /** When the next owner works. */
  readonly calendar: WorkCalendar
  readonly choice: Choice
}

/** Why a hand-off can't be passed on; undefined where it can. */
export function reasonNotToPass({
  passesTo,
  state,
  legs,
}: Handoff): 'passed already' | 'no team to pass it to' | 'not accepted' | undefined {
  if (!passesTo) return legs ? 'passed already' : 'no team to pass it to'
  return state === 'accepted' ? undefined : 'not accepted'
}

/**
 * "Sales development can own, qualify and pass on to sales, a clock for each leg": what was is kept as it stood, and sales starts with duties and steps of its own,
 * counted from now. Undefined where it can't be passed on, or what the funnel asks is not found.
 */
export function passOn(
  read: Handoff,
  { by, note, found = {}, policy, calendar, choice }: Passing,
  nowMs: number,
): { handoff: Handoff; facts: readonly Activity[] } | undefined {
  if (reasonNotToPass(read)) return undefined
  const qualified = qualify(read, { by, found }, nowMs)
  if (qualified.result === 'missing') return undefined
  const handoff = qualified.result === 'changed' ? qualified.handoff : read
  const { passesTo, owner, team, openedAt, duties, answer, escalations, legs = [] } = handoff
  if (!passesTo) return undefined
  const at = toInstant(nowMs)
  const leg: Leg = {
    owner,
    team,
    from: openedAt,
    to: at,
    by,
    ...(note && { note }),
    duties: duties.map((duty) => (duty.what === 'pass' && !duty.metAt ? { ...duty, metAt: at } : duty)),
    answer,
    escalations,
  }
  // Marketing owes what it owed: that is not passed on.
  const stays = duties.filter(({ who, metAt }) => who === 'marketing' && !metAt)
  const { duties: own, steps } = clocksOf(policy, 'second', { priority: handoff.priority, calendar, fromMs: nowMs })
  const begun: Handoff = {
    ...handoff,
    ...passesTo,
    state: 'open',
    // The lead stays with sales: there is nothing to bring it in line with, but what was found just now.
    settled: handoff.settled && 'open',
    owner: choice.owner,
    routedBy: `passed on by ${owner}; ${choice.why}`,
    duties: [...own, ...stays],
    steps,
    escalations: [],
    previousOwners: [],
    legs: [...legs, leg],
    answer: undefined,
    passesTo: undefined,
    pauses: undefined,
    unpaused: undefined,
    tells: [],
  }
  const passed = telling(begun, 'passed', choice.owner, { template: 'handoff-opened', at })
  // At once, since its owner is to be told.
  return {
    handoff: { ...passed, due: nextLook(passed, nowMs) && at },
    facts: [...(qualified.result === 'changed' ? [qualified.fact] : []), passedFact(passed, { from: owner, at, note })],
  }
}
