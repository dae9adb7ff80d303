import { type Owed, owedBySales, type SalesAttainment, salesAttainment } from '../../core/handoff/attainment.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { type MarketingAttainment, marketingAttainment, promiseOf } from '../../core/handoff/marketing-attainment.ts'
import type { WorkCalendar } from '../../core/handoff/work-calendar.ts'
import { dayIn, weekOf } from '../../core/insight/iso-week.ts'
import { toInstant } from '../../core/names.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { readCountState, shownGeneration } from '../insight/count-state.ts'
import { readMqlWeeks } from '../insight/month-cells.ts'
import { now } from '../runtime/clock.ts'
import { allStaff } from '../staff/directory.ts'
import { handoffsBetween } from './handoffs-between.ts'
import { calendarOf, policyInForce } from './policy-in-force.ts'
import { policyOf } from './policy-of.ts'

/** Attainment of both sides for the leads that were handed over in a time. */
export interface SlaReport {
  readonly from: string
  readonly to: string
  readonly zone: string
  readonly policy: { readonly id: string; readonly version: number }
  readonly sales: SalesAttainment & {
    readonly people: readonly (SalesAttainment & { readonly owner: string })[]
    readonly teams: readonly (SalesAttainment & { readonly team: string })[]
  }
  readonly marketing: MarketingAttainment
}

/** Works out {@link SlaReport} from the hand-offs as they are now. A lead counts for who has it now, a duty for whose it was; times are working time of that person. */
export async function slaReport(fromMs: number, toMs: number): Promise<SlaReport> {
  const zone = env('DEFAULT_ZONE')
  const [policy, handoffs, staff, mqls] = await Promise.all([
    policyInForce(),
    handoffsBetween(fromMs, toMs),
    allStaff(),
    mqlsByWeek(weekOf(dayIn(zone, fromMs)), weekOf(dayIn(zone, toMs - 1))),
  ])
  const owed = await withCalendars(handoffs, staff)
  const by = (nameOf: (one: Handoff | Owed) => string) => {
    const names = [...new Set([...handoffs, ...owed].map(nameOf))].sort()
    return names.map((name) => {
      const isTheirs = (one: Handoff | Owed) => nameOf(one) === name
      return { name, attained: salesAttainment(handoffs.filter(isTheirs), owed.filter(isTheirs), now()) }
    })
  }
  return {
    from: toInstant(fromMs),
    to: toInstant(toMs),
    zone,
    policy: { id: policy.id, version: policy.version },
    sales: {
      ...salesAttainment(handoffs, owed, now()),
      people: by(({ owner }) => owner).map(({ name, attained }) => ({ owner: name, ...attained })),
      teams: by(({ team }) => team).map(({ name, attained }) => ({ team: name, ...attained })),
    },
    marketing: marketingAttainment(handoffs, promiseOf(policy.value['marketing-owes']), { fromMs, toMs, zone }, mqls),
  }
}

/** From the funnel, as far as it is counted; undefined before it was, once. */
async function mqlsByWeek(from: string, to: string): Promise<Record<string, number> | undefined> {
  const state = await readCountState()
  return state && readMqlWeeks(shownGeneration(state), from, to)
}

/** What was owed for each, with the calendar of whose it was by the policy of the lead, made once for each of them. */
async function withCalendars(handoffs: readonly Handoff[], staff: readonly User[]): Promise<Owed[]> {
  const people = new Map(staff.map((one) => [one.userId, one]))
  const known = new Map<string, Promise<WorkCalendar | undefined>>()
  const calendar = (handoff: Handoff, { owner, team }: Owed) => {
    const name = [handoff.policy, handoff.policyVersion, team, owner].join(' ')
    const before = known.get(name)
    if (before) return before
    const made = policyOf(handoff).then((policy) => policy && calendarOf(policy, team, people.get(owner)))
    known.set(name, made)
    return made
  }
  const withOwn = (handoff: Handoff) =>
    owedBySales(handoff).map(async (owed) => ({ ...owed, calendar: await calendar(handoff, owed) }))
  return Promise.all(handoffs.flatMap(withOwn))
}
