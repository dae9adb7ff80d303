import type { Activity } from '../leads/activity.ts'
import { fromInstant, toInstant } from '../names.ts'
import { addWorkingMs, addWorkingTime, workingMsBetween } from './business-time.ts'
import type { Handoff } from './handoff.ts'
import { isClockRunning, nextLook } from './keep-sla.ts'
import { pauseFacts, waitingFact } from './pause-facts.ts'
import type { WorkCalendar } from './work-calendar.ts'

/** A lead that does not answer is not waited for longer: then the clocks go on by themselves, so that nobody is forgotten. */
const longestPause = '5d'

export interface Pause {
  readonly fromMs: number
  readonly toMs: number
}

type Fact = Pick<Activity, 'type' | 'at'>

/**
 * The times of waiting that these facts make since `sinceMs`, in order: from each first report to what ended it. The same for any order of the facts and
 * however often each is told; facts dated ahead do not count yet.
 */
export function pausesOf(facts: readonly Fact[], sinceMs: number, nowMs: number, calendar: WorkCalendar): Pause[] {
  const pauses: Pause[] = []
  let openMs: number | undefined
  const end = (atMs: number) => {
    if (openMs === undefined) return
    const toMs = Math.min(atMs, addWorkingTime(calendar, openMs, longestPause))
    if (toMs > openMs) pauses.push({ fromMs: openMs, toMs })
    openMs = undefined
  }
  for (const { atMs, waits } of inOrder(facts, sinceMs, nowMs)) {
    // A pause that ran out by itself is over, and can be begun again.
    if (openMs !== undefined && atMs > addWorkingTime(calendar, openMs, longestPause)) end(atMs)
    if (!waits) end(atMs)
    else openMs ??= atMs
  }
  end(Number.POSITIVE_INFINITY)
  return pauses
}

/** When something is due that was due at `dueMs`, with the working time of these pauses not counted. */
export function dueAfterPauses(calendar: WorkCalendar, dueMs: number, pauses: readonly Pause[]): number {
  return pauses.reduce(
    (due, { fromMs, toMs }) =>
      due > fromMs ? addWorkingMs(calendar, toMs, workingMsBetween(calendar, fromMs, due)) : due,
    dueMs,
  )
}

/**
 * The hand-off with the clocks moved on by the times of waiting since it was accepted ("a clock that pauses when waiting on the lead"); the answer itself waits for
 * nobody. Worked out anew from the times that were promised, so that facts may come late and in any order. Answers the same object when nothing changes.
 */
export function pauseClocks(handoff: Handoff, facts: readonly Fact[], calendar: WorkCalendar, nowMs: number): Handoff {
  const { answer, unpaused = promisedBy(handoff) } = handoff
  if (answer?.kind !== 'accepted' || !isClockRunning(handoff)) return handoff
  const pauses = pausesOf(facts, fromInstant(answer.at), nowMs, calendar)
  const kept = pauses.map(({ fromMs, toMs }) => ({ from: toInstant(fromMs), to: toInstant(toMs) }))
  if (JSON.stringify(kept) === JSON.stringify(handoff.pauses ?? [])) return handoff
  const moved = (what: string) => toInstant(dueAfterPauses(calendar, fromInstant(unpaused[what] ?? ''), pauses))
  const paused: Handoff = {
    ...handoff,
    pauses: kept,
    unpaused,
    duties: handoff.duties.map(({ breachedAt, missedBy, ...duty }) => {
      const breach = { ...(breachedAt && { breachedAt }), ...(missedBy && { missedBy }) }
      if (duty.what === 'answer') return { ...duty, ...breach }
      const due = moved(`due ${duty.id}`)
      return {
        ...duty,
        due,
        ...(duty.warnAt && { warnAt: moved(`warn ${duty.id}`) }),
        // Found late before it was known that the lead was waited for.
        ...(breachedAt && due <= breachedAt && breach),
      }
    }),
    steps: handoff.steps.map((step) => ({ ...step, due: moved(`step ${step.index}`) })),
  }
  return { ...paused, due: nextLook(paused, nowMs) }
}

/** The times as they were promised when the hand-off was opened. */
function promisedBy({ duties, steps }: Handoff): Record<string, string> {
  return Object.fromEntries([
    ...duties.map(({ id, due }) => [`due ${id}`, due]),
    ...duties.flatMap(({ id, warnAt }) => (warnAt ? [[`warn ${id}`, warnAt]] : [])),
    ...steps.map(({ index, due }) => [`step ${index}`, due]),
  ])
}

/** By time; at the same time what ends a pause comes after what begins it: in doubt the clock runs. */
function inOrder(facts: readonly Fact[], sinceMs: number, nowMs: number) {
  return facts
    .filter(({ type }) => pauseFacts.includes(type))
    .map(({ type, at }) => ({ atMs: fromInstant(at), waits: type === waitingFact }))
    .filter(({ atMs }) => atMs >= sinceMs && atMs <= nowMs)
    .sort((a, b) => a.atMs - b.atMs || Number(b.waits) - Number(a.waits))
}
