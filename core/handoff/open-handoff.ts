import type { Profile } from '../leads/lead.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { addWorkingTime } from './business-time.ts'
import type { Handoff, SlaStep } from './handoff.ts'
import type { BreachStep, SlaPolicy } from './policy.ts'
import type { Priority } from './priority.ts'
import type { Choice, TeamRoute } from './route-lead.ts'
import { type Target, targetOf } from './target.ts'
import type { WorkCalendar } from './work-calendar.ts'

/**
 * Why `Qualified#k` is not forwarded; undefined when it is: "if qualified, absent, and status allows". A lead that sales has already stays with whom it is.
 */
export function reasonNotToForward({ profile, mailbox, handoffs }: LeadState, k: number): string | undefined {
  if (mailbox.erasedAt) return 'erased'
  if (mailbox.mergedInto) return 'merged into another lead'
  const { qualification } = profile
  if (qualification?.k !== k || qualification.state !== 'qualified') return 'no longer qualified by this decision'
  if (handoffs.some((one) => one.k === k && one.leadId === profile.leadId)) return 'forwarded already'
  return handoffs.some(isWithSales) ? 'with sales already' : undefined
}

export interface Opening {
  readonly profile: Profile
  readonly k: number
  readonly policy: SlaPolicy
  readonly policyVersion: number
  readonly calendar: WorkCalendar
  readonly route: TeamRoute
  readonly choice: Choice
  readonly prioritised: { readonly priority: Priority; readonly why: string }
  readonly account?: Handoff['account']
  readonly nowMs: number
}

/** The k-th hand-off of a lead: its owner, and every due time of the policy in the working time of its calendar. */
export function openHandoff(opening: Opening): Handoff {
  const { profile, k, policy, policyVersion, calendar, route, choice, prioritised, account, nowMs } = opening
  const { leadId, score } = profile
  const at = toInstant(nowMs)
  const { priority, why } = prioritised
  const first = route.passesTo ? 'first' : 'only'
  return {
    leadId,
    handoffId: `${leadId}.${k}`,
    k,
    state: 'open',
    owner: choice.owner,
    team: route.team,
    by: route.by,
    routedBy: choice.why,
    policy: policy.id,
    policyVersion,
    priority,
    priorityBecause: why,
    ...(score && { score: { total: score.total, fit: score.fit, interest: score.interest } }),
    openedAt: at,
    // At once, since its owner is to be told.
    due: at,
    ...clocksOf(policy, first, { priority, calendar, fromMs: nowMs }),
    ...(route.passesTo && { passesTo: route.passesTo }),
    ...(account && { account }),
    escalations: [],
    late: [],
    previousOwners: [],
    tells: [{ key: `opened-${choice.owner}`, to: choice.owner, template: 'handoff-opened', at }],
    generation: 1,
    loops: 0,
    version: 1,
  }
}

/** Of a hand-off that is passed on, the time with sales development and then that with sales; else all at once. */
export type LegKind = 'only' | 'first' | 'second'

interface Clocks {
  readonly priority: number
  readonly calendar: WorkCalendar
  /** From when all is counted. */
  readonly fromMs: number
}

/** The duties of a leg and the steps on a breach, each with its due time. Those of marketing are the first leg's: what is passed on brings none anew. */
export function clocksOf(
  policy: SlaPolicy,
  leg: LegKind,
  { priority, calendar, fromMs }: Clocks,
): Pick<Handoff, 'duties' | 'steps'> {
  const after = (target: Target) => toInstant(addWorkingTime(calendar, fromMs, targetOf(target, priority as Priority)))
  const duties = policy.duties.filter((duty) => isOfLeg(duty, leg))
  return {
    duties: duties.map(({ id, who, what, how, proof, within, warn }) => ({
      id,
      who,
      what,
      ...(how && { how }),
      ...(proof && { proof }),
      ...(who === 'marketing' && policy.marketing && { whose: policy.marketing }),
      due: after(within),
      ...(warn && { warnAt: after(warn) }),
    })),
    // Numbered on: a step of the second leg is another than that of the first.
    steps: policy.breach.map((step, place) => ({
      index: leg === 'second' ? policy.breach.length + place : place,
      what: stepOf(step),
      due: after(step.after),
    })),
  }
}

function isOfLeg({ who, what }: SlaPolicy['duties'][number], leg: LegKind): boolean {
  if (leg === 'only') return what !== 'pass'
  return leg === 'second' ? who === 'sales' : who !== 'sales'
}

function stepOf({ notify, reassign }: BreachStep): SlaStep['what'] {
  if (notify) return `notify-${notify}`
  return reassign ? 'reassign' : 'recycle'
}
