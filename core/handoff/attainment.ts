import { wilson } from '../insight/two-proportions.ts'
import { fromInstant } from '../names.ts'
import { workingMsBetween } from './business-time.ts'
import type { Duty, Handoff } from './handoff.ts'
import type { WorkCalendar } from './work-calendar.ts'

/** How sales kept one kind of promise: of the duties that are over, so many were done in time. */
export interface Kept {
  /** Duties that were done, or fell due undone. */
  readonly due: number
  readonly inTime: number
  readonly late: number
  /** Due and not done to this day. */
  readonly missed: number
  /** Part of 1, with its interval at 95 %; absent where nothing was due. */
  readonly rate?: number
  readonly low: number
  readonly high: number
  /** Half of those that were done took no longer, in minutes of working time. */
  readonly medianMinutes?: number
}

/** What one person or team of sales did with the leads that came in the time looked at. */
export interface SalesAttainment {
  readonly leads: number
  /** The duty to answer. */
  readonly firstResponse: Kept
  /** Calls, mails and meetings. */
  readonly followUp: Kept
  readonly breaches: number
  readonly open: number
  readonly won: number
  readonly revenue: number
}

/** A duty of sales with whose it was: of the leg that it belongs to, or of who had the lead when it was missed. */
export interface Owed {
  readonly duty: Duty
  readonly owner: string
  readonly team: string
  /** From when its time counts. */
  readonly from: string
  /** When the lead ended with sales, or was passed on. */
  readonly ended?: string | undefined
  /** Whose working time counts; absent where that is not known any more. */
  readonly calendar?: WorkCalendar | undefined
}

/** What sales owed for a lead, by whom: for each leg of the way that it went. Marketing's duties are not among it. */
export function owedBySales(handoff: Handoff): Owed[] {
  const { legs = [], owner, team, duties, openedAt, answer, outcome } = handoff
  const ended = outcome?.at ?? (answer && answer.kind !== 'accepted' ? answer.at : undefined)
  const last = { owner, team, duties, from: legs.at(-1)?.to ?? openedAt, to: ended }
  return [...legs, last].flatMap((leg) =>
    leg.duties
      .filter(({ who }) => who !== 'marketing')
      .map((duty) => ({ duty, owner: duty.missedBy ?? leg.owner, team: leg.team, from: leg.from, ended: leg.to })),
  )
}

/** Attainment of sales over these hand-offs and what was owed for them, as of `nowMs`. What is not due yet counts neither way. */
export function salesAttainment(handoffs: readonly Handoff[], owed: readonly Owed[], nowMs: number): SalesAttainment {
  const won = handoffs.filter(({ outcome }) => outcome?.result === 'won')
  const kept = (asks: (duty: Duty) => boolean) =>
    keptOf(
      owed.filter(({ duty }) => asks(duty)),
      nowMs,
    )
  return {
    leads: handoffs.length,
    firstResponse: kept(({ what }) => what === 'answer'),
    followUp: kept(({ what }) => what !== 'answer'),
    breaches: owed.filter(({ duty }) => duty.breachedAt !== undefined).length,
    open: handoffs.filter(({ state }) => state === 'open').length,
    won: won.length,
    revenue: won.reduce((sum, { outcome }) => sum + (outcome?.revenue ?? 0), 0),
  }
}

function keptOf(all: readonly Owed[], nowMs: number): Kept {
  const done = all.filter(({ duty }) => duty.metAt !== undefined)
  const inTime = done.filter(({ duty: { metAt = '', due } }) => metAt <= due).length
  const missed = all.filter((one) => isMissed(one, nowMs)).length
  const due = done.length + missed
  const { low, high } = wilson({ reached: inTime, leads: due })
  const median = medianOf(done.flatMap((one) => minutesOf(one) ?? []))
  return {
    due,
    inTime,
    late: done.length - inTime,
    missed,
    ...(due > 0 && { rate: inTime / due }),
    low,
    high,
    ...(median !== undefined && { medianMinutes: Math.round(median) }),
  }
}

/** Worked out once for each duty: it counts in all, by person and by team. */
const knownMinutes = new WeakMap<Owed, number>()

/** How long a duty that is done took, in minutes of working time. */
function minutesOf(owed: Owed): number | undefined {
  const { calendar, from, duty } = owed
  if (!calendar || duty.metAt === undefined) return undefined
  const minutes =
    knownMinutes.get(owed) ?? workingMsBetween(calendar, fromInstant(from), fromInstant(duty.metAt)) / 60_000
  knownMinutes.set(owed, minutes)
  return minutes
}

/** A duty that ended with its lead before it was due (rejected at once) was never owed. */
function isMissed({ duty: { due, metAt, breachedAt }, ended }: Owed, nowMs: number): boolean {
  if (metAt !== undefined) return false
  return breachedAt !== undefined || (ended === undefined && fromInstant(due) <= nowMs)
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return undefined
  return sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
