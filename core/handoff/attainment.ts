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

/** A hand-off with the calendar in which its times count; absent where that is not known any more. */
export interface Clocked {
  readonly handoff: Handoff
  readonly calendar?: WorkCalendar | undefined
}

/** Attainment of sales over these hand-offs, as of `nowMs`. What is not due yet counts neither way. */
export function salesAttainment(all: readonly Clocked[], nowMs: number): SalesAttainment {
  const handoffs = all.map(({ handoff }) => handoff)
  const won = handoffs.filter(({ outcome }) => outcome?.result === 'won')
  return {
    leads: all.length,
    firstResponse: kept(all, ({ what }) => what === 'answer', nowMs),
    followUp: kept(all, ({ what }) => what !== 'answer', nowMs),
    breaches: handoffs.flatMap(({ duties }) => duties).filter(({ breachedAt }) => breachedAt !== undefined).length,
    open: handoffs.filter(({ state }) => state === 'open').length,
    won: won.length,
    revenue: won.reduce((sum, { outcome }) => sum + (outcome?.revenue ?? 0), 0),
  }
}

function kept(all: readonly Clocked[], asks: (duty: Duty) => boolean, nowMs: number): Kept {
  let [inTime, late, missed] = [0, 0, 0]
  const minutes: number[] = []
  for (const { handoff, calendar } of all) {
    for (const duty of handoff.duties.filter(asks)) {
      const { metAt, due } = duty
      if (metAt !== undefined) {
        if (metAt <= due) inTime += 1
        else late += 1
        if (calendar) {
          minutes.push(minutesUntil(metAt, handoff, duty, calendar))
        }
      } else if (isMissed(handoff, duty, nowMs)) missed += 1
    }
  }
  const due = inTime + late + missed
  const { low, high } = wilson({ reached: inTime, leads: due })
  const median = medianOf(minutes)
  return {
    due,
    inTime,
    late,
    missed,
    ...(due > 0 && { rate: inTime / due }),
    low,
    high,
    ...(median !== undefined && { medianMinutes: Math.round(median) }),
  }
}

/** Worked out once for each duty: it counts in all, by person and by team. */
const knownMinutes = new WeakMap<WorkCalendar, WeakMap<Duty, number>>()

function minutesUntil(metAt: string, { openedAt }: Handoff, duty: Duty, calendar: WorkCalendar): number {
  const ofCalendar = knownMinutes.get(calendar) ?? new WeakMap<Duty, number>()
  knownMinutes.set(calendar, ofCalendar)
  const minutes = ofCalendar.get(duty) ?? workingMsBetween(calendar, fromInstant(openedAt), fromInstant(metAt)) / 60_000
  ofCalendar.set(duty, minutes)
  return minutes
}

/** A duty that ended with its lead before it was due (rejected at once) was never owed. */
function isMissed({ answer, outcome }: Handoff, { due, breachedAt }: Duty, nowMs: number): boolean {
  if (breachedAt !== undefined) return true
  const endedAt = outcome?.at ?? (answer && answer.kind !== 'accepted' ? answer.at : undefined)
  return endedAt === undefined && fromInstant(due) <= nowMs
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return undefined
  return sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
