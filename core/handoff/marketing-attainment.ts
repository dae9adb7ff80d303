import { dateOf, dayIn, mondayOf, weekOf } from '../insight/iso-week.ts'
import { wilson } from '../insight/two-proportions.ts'
import { fromInstant } from '../names.ts'
import type { Handoff } from './handoff.ts'
import type { SlaPolicy } from './policy.ts'

/** One week of what marketing brought. */
export interface MarketingWeek {
  /** ISO, like `2026-W48`. */
  readonly week: string
  /** Its Monday. */
  readonly from: string
  /** Leads handed over that qualified for the first time. */
  readonly leads: number
  /** Handed over once more: they had qualified before, and are no new leads. */
  readonly again: number
  /** Who became an MQL in it. Absent while the funnel is not counted. */
  readonly mqls?: number
  /** What part of the promise of a week the MQLs are; absent where marketing promised no volume. */
  readonly ofPromise?: number
}

export interface MarketingAttainment {
  /** Leads handed over that qualified for the first time. */
  readonly leads: number
  /** Handed over once more: they had qualified before, and are no new leads. */
  readonly again: number
  /** Who became an MQL in these weeks; absent while the funnel is not counted. */
  readonly mqls?: number
  readonly weeks: readonly MarketingWeek[]
  readonly promised: { readonly perWeek?: number; readonly accepted?: number }
  /** Of the leads that sales answered, those that it took. A rejection that was found wrong counts as taken; what the SLA took back is no answer. */
  readonly accepted: {
    readonly answered: number
    readonly accepted: number
    readonly rate?: number
    readonly low: number
    readonly high: number
    /** Is the promise kept? Absent while the interval holds the promise, or none was made: nobody can tell. */
    readonly kept?: boolean
  }
  /** Why leads were rejected, most frequent first. */
  readonly rejected: readonly { readonly reason: string; readonly leads: number }[]
  readonly revenue: number
  readonly disputes: { readonly open: number; readonly upheld: number; readonly overturned: number }
}

/** Of a year a week is this part: 120 leads a month are 27.6 a week. */
const weeksOfMonth = 365.2425 / 12 / 7

/** What marketing promised, by the policy. */
export function promiseOf(owes: SlaPolicy['marketing-owes']): MarketingAttainment['promised'] {
  const perMonth = owes?.['mql-per-month']
  const accepted = owes?.accepted
  return {
    ...(perMonth !== undefined && { perWeek: perMonth / weeksOfMonth }),
    ...(accepted !== undefined && { accepted: Number.parseInt(accepted, 10) / 100 }),
  }
}

/**
 * Attainment of marketing over these hand-offs, week by week from `fromMs` to before `toMs` in the company's zone; a week that is not whole is shown without
 * its part. `mqlsOf`: who became an MQL, by ISO week.
 */
export function marketingAttainment(
  brought: readonly Handoff[],
  promised: MarketingAttainment['promised'],
  { fromMs, toMs, zone }: { fromMs: number; toMs: number; zone: string },
  mqlsOf?: Readonly<Record<string, number>>,
): MarketingAttainment {
  const weeks = new Map<number, Volume>()
  const lastDay = dayIn(zone, toMs - 1)
  for (let monday = mondayOf(dayIn(zone, fromMs)); monday <= lastDay; monday += 7) weeks.set(monday, volumeOf([]))
  const byMonday = Map.groupBy(brought, ({ openedAt }) => mondayOf(dayIn(zone, fromInstant(openedAt))))
  for (const [monday, own] of byMonday) weeks.set(monday, volumeOf(own))
  const isWhole = (monday: number) => monday >= dayIn(zone, fromMs) && monday + 6 <= lastDay
  const { perWeek } = promised
  const shown = [...weeks]
    .sort(([a], [b]) => a - b)
    .map(([monday, volume]): MarketingWeek => {
      const week = weekOf(monday)
      const mqls = mqlsOf && (mqlsOf[week] ?? 0)
      const isPart = mqls !== undefined && perWeek !== undefined && perWeek > 0 && isWhole(monday)
      return {
        week,
        from: dateOf(monday),
        ...volume,
        ...(mqls !== undefined && { mqls }),
        ...(isPart && { ofPromise: mqls / perWeek }),
      }
    })
  return {
    ...volumeOf(brought),
    ...(mqlsOf && { mqls: shown.reduce((sum, { mqls = 0 }) => sum + mqls, 0) }),
    weeks: shown,
    promised,
    accepted: acceptedOf(brought, promised.accepted),
    rejected: reasonsOf(brought),
    revenue: brought.reduce((sum, { outcome }) => sum + (outcome?.result === 'won' ? (outcome.revenue ?? 0) : 0), 0),
    disputes: {
      open: brought.filter(({ dispute }) => dispute && !dispute.review).length,
      upheld: brought.filter(({ dispute }) => dispute?.review?.upheld === true).length,
      overturned: brought.filter(({ dispute }) => dispute?.review?.upheld === false).length,
    },
  }
}

type Volume = Pick<MarketingWeek, 'leads' | 'again'>

function volumeOf(handoffs: readonly Handoff[]): Volume {
  const leads = handoffs.filter(({ k }) => k === 1).length
  return { leads, again: handoffs.length - leads }
}

function acceptedOf(brought: readonly Handoff[], promise: number | undefined): MarketingAttainment['accepted'] {
  const answered = brought.filter(({ answer }) => answer !== undefined && answer.by !== 'sla')
  const accepted = answered.filter(
    ({ answer, dispute }) => answer?.kind === 'accepted' || dispute?.review?.upheld === false,
  ).length
  const { low, high } = wilson({ reached: accepted, leads: answered.length })
  const isPlain = promise !== undefined && answered.length > 0 && (low >= promise || high < promise)
  return {
    answered: answered.length,
    accepted,
    ...(answered.length > 0 && { rate: accepted / answered.length }),
    low,
    high,
    ...(isPlain && { kept: low >= (promise ?? 0) }),
  }
}

function reasonsOf(brought: readonly Handoff[]): MarketingAttainment['rejected'] {
  const counted = new Map<string, number>()
  for (const { answer } of brought) {
    if (answer?.kind !== 'rejected') continue
    // Without a list each has words of its own, which are nobody's to count.
    const reason = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(answer.reason ?? '') ? (answer.reason as string) : 'in words'
    counted.set(reason, (counted.get(reason) ?? 0) + 1)
  }
  return [...counted]
    .map(([reason, leads]) => ({ reason, leads }))
    .sort((a, b) => b.leads - a.leads || (a.reason < b.reason ? -1 : 1))
}
