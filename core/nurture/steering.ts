import { fromInstant, toInstant } from '../names.ts'
import { type Enrolment, isOpen } from './enrolment.ts'

/** What a decision of staff changes of an enrolment; `unchanged` where it is so already, `ended` where it comes too late. */
export type Steered = Partial<Enrolment> | 'unchanged' | 'ended'

/** Holds a lead where it is: its clock stops. */
export function pause(enrolment: Enrolment, nowMs: number, reason = 'by staff'): Steered {
  if (enrolment.state === 'paused') return 'unchanged'
  if (!isOpen(enrolment)) return 'ended'
  return { state: 'paused', reason, pausedAt: toInstant(nowMs), due: undefined, held: undefined }
}

/** Lets it go on: the time that it was paused does not count for the wait that it is in. */
export function resume(enrolment: Enrolment, nowMs: number): Steered {
  if (enrolment.state === 'active') return 'unchanged'
  if (!isOpen(enrolment)) return 'ended'
  const sinceMs = fromInstant(enrolment.since)
  const pausedMs = Math.max(0, nowMs - Math.max(sinceMs, fromInstant(enrolment.pausedAt ?? toInstant(nowMs))))
  return {
    state: 'active',
    reason: undefined,
    pausedAt: undefined,
    since: toInstant(sinceMs + pausedMs),
    due: toInstant(nowMs),
  }
}

/** Why staff steers a lead, as it is shown: what they said of it, where they did. */
export function saidByStaff(why: string | undefined): string {
  return why === undefined ? 'by staff' : `by staff: ${why}`
}

/** Takes it out of the sequence, whatever step it is at. */
export function takeOut(enrolment: Enrolment, nowMs: number, reason = 'by staff'): Steered {
  if (!isOpen(enrolment)) return 'ended'
  return {
    state: 'exited',
    reason,
    endedAt: toInstant(nowMs),
    pausedAt: undefined,
    due: undefined,
    held: undefined,
    putOff: undefined,
  }
}
