import type { Profile } from '../leads/lead.ts'
import { isWithSales, type LeadState } from '../leads/lead-status.ts'
import { toInstant } from '../names.ts'
import { addWorkingTime } from './business-time.ts'
import type { Handoff, SlaStep } from './handoff.ts'
import type { BreachStep, SlaPolicy } from './policy.ts'
import type { Choice, TeamRoute } from './route-lead.ts'
import type { WorkCalendar } from './work-calendar.ts'

/**
 * Why `Qualified#k` is not forwarded; undefined when it is: "if qualified, absent, and status allows". A lead that sales has already stays with whom it is.
 */
export function reasonNotToForward({ profile, mailbox, handoffs }: LeadState, k: number): string | undefined {
  if (mailbox.erasedAt) return 'erased'
  const { qualification } = profile
  if (qualification?.k !== k || qualification.state !== 'qualified') return 'no longer qualified by this decision'
  if (handoffs.some((one) => one.k === k)) return 'forwarded already'
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
  readonly nowMs: number
}

/** The k-th hand-off of a lead: its owner, and every due time of the policy in the working time of its calendar. */
export function openHandoff({ profile, k, policy, policyVersion, calendar, route, choice, nowMs }: Opening): Handoff {
  const { leadId, score } = profile
  const at = toInstant(nowMs)
  const after = (duration: string) => toInstant(addWorkingTime(calendar, nowMs, duration))
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
    priority: priorityOf(score?.total ?? 0),
    ...(score && { score: { total: score.total, fit: score.fit, interest: score.interest } }),
    openedAt: at,
    // At once, since its owner is to be told.
    due: at,
    duties: policy.duties.map(({ id, who, what, how, within, warn }) => ({
      id,
      who,
      what,
      ...(how && { how }),
      due: after(within),
      ...(warn && { warnAt: after(warn) }),
    })),
    steps: policy.breach.map((step, index) => ({ index, what: stepOf(step), due: after(step.after) })),
    escalations: [],
    late: [],
    previousOwners: [],
    tells: [{ key: `opened-${choice.owner}`, to: choice.owner, template: 'handoff-opened', at }],
    generation: 1,
    loops: 0,
    version: 1,
  }
}

/** 1 is first. The bar of sales is around 60: everything forwarded is ripe, some of it very. */
export function priorityOf(score: number): number {
  return score >= 100 ? 1 : score >= 80 ? 2 : score >= 60 ? 3 : 4
}

function stepOf({ notify, reassign }: BreachStep): SlaStep['what'] {
  if (notify) return `notify-${notify}`
  return reassign ? 'reassign' : 'recycle'
}
