import type { Enrolment } from './enrolment.ts'
import { shareOf } from './share.ts'

/** The first time that a mail is put off, and the longest time between two tries. */
const soonMs = 30_000
const longestMs = 60 * 60_000

/**
 * When a mail that could not go for the moment (pacing, a throttle) is tried again, in ms: each time in a row twice as far away, and for each lead at
 * another place, so that thousands who came at once do not come back at once.
 */
export function triedAgainAt(enrolment: Enrolment, nowMs: number): number {
  const times = enrolment.putOff ?? 0
  const withinMs = Math.min(longestMs, soonMs * 2 ** Math.min(times, 20))
  return (
    nowMs +
    Math.ceil(withinMs * (0.5 + 0.5 * shareOf('put off', enrolment.leadId, enrolment.enrolmentId, String(times))))
  )
}
