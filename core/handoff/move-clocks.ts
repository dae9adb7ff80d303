import { fromInstant, toInstant } from '../names.ts'
import type { Duty, Handoff, SlaStep } from './handoff.ts'
import { isClockRunning } from './keep-sla.ts'
import { clocksOf, type LegKind } from './open-handoff.ts'
import type { SlaPolicy } from './policy.ts'
import type { WorkCalendar } from './work-calendar.ts'

export interface Moving {
  readonly policy: SlaPolicy
  readonly version: number
  readonly calendar: WorkCalendar
}

/**
 * An open hand-off under a later version of its policy: its duties and steps are due as if it had been opened with that. What was done stays done, and a step
 * that was taken is not taken again; a duty that is new is counted from now, one that is there no more is owed no more. Undefined where no clock runs, or it is
 * under that version already. Pauses are counted anew when its clock looks, which is at once.
 */
export function moveClocks(
  handoff: Handoff,
  { policy, version, calendar }: Moving,
  nowMs: number,
): Handoff | undefined {
  if (!isClockRunning(handoff) || handoff.due === undefined || handoff.policyVersion >= version) return undefined
  const { priority, duties, escalations, answer, openedAt, passesTo, legs } = handoff
  const leg: LegKind = passesTo ? 'first' : legs ? 'second' : 'only'
  const begun = { priority, calendar, fromMs: fromInstant(legs?.at(-1)?.to ?? openedAt) }
  const asked = clocksOf(policy, leg, begun)
  const fresh = clocksOf(policy, leg, { ...begun, fromMs: nowMs }).duties
  const moved = asked.duties.map((duty, index) => {
    const known = duties.find(({ id }) => id === duty.id)
    if (known) return carriedOver(duty, known)
    // Who accepted before it was asked has answered.
    return { ...(fresh[index] ?? duty), ...(duty.what === 'answer' && answer && { metAt: answer.at }) }
  })
  const past = duties.filter(
    ({ id, metAt, who }) => !moved.some((one) => one.id === id) && (metAt || who === 'marketing'),
  )
  return {
    ...handoff,
    policyVersion: version,
    duties: [...moved, ...past],
    steps: stepsLeft(asked.steps, escalations, handoff.steps),
    pauses: undefined,
    unpaused: undefined,
    due: toInstant(nowMs),
  }
}

/** What became of a duty, under its new due time: a breach before that is none. */
function carriedOver(duty: Duty, { metAt, warnedAt, breachedAt, missedBy }: Duty): Duty {
  return {
    ...duty,
    ...(metAt && { metAt }),
    ...(warnedAt && { warnedAt }),
    ...(breachedAt && duty.due <= breachedAt && { breachedAt, ...(missedBy && { missedBy }) }),
  }
}

/** The steps behind the last that was taken already, numbered on. */
function stepsLeft(asked: readonly SlaStep[], done: Handoff['escalations'], before: readonly SlaStep[]): SlaStep[] {
  // Of a step for which there was nobody, it is said so: "reassign: nobody else is there".
  const taken = done.map(({ what }) => what.split(':')[0])
  let matched = 0
  let from = 0
  asked.forEach(({ what }, place) => {
    if (what !== taken[matched]) return
    matched += 1
    from = place + 1
  })
  const first = Math.max(-1, ...before.map(({ index }) => index), ...done.map(({ index }) => index)) + 1
  return asked.slice(from).map((step, place) => ({ ...step, index: first + place }))
}
