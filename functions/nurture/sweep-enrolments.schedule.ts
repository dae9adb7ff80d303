import { fromInstant, toInstant } from '../../core/names.ts'
import type { Enrolment } from '../../core/nurture/enrolment.ts'
import { env } from '../aws/env.ts'
import type { Key } from '../aws/keys.ts'
import { startClock } from '../aws/start-clock.ts'
import { mailStops } from '../consent/switches.ts'
import { changeLead } from '../leads/change-lead.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { eachDue } from './each-due.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { dueKinds, pausedKind, readEnrolment } from './enrolment-items.ts'

/** "A sweep every 15 minutes starts the next generation of each active enrolment overdue by more than 15 minutes." */
const overdueMs = 15 * 60_000
const sweepEveryS = 15 * 60
/** Its function has 14 minutes: what is left after so long of real time goes on with the next sweep. */
const worksForMs = 12 * 60_000

/** Every 15 minutes: enrolments whose clock did not ring, those that the switch or a pause held, parked leads whose date has come. */
export const handler = onSchedule(async () => {
  const stopMs = performance.now() + worksForMs
  const parked = await eachDue('park', now(), endParking)
  const lost = await eachDue(dueKinds.clock, now() - overdueMs, (key) => restart(key, overdueMs))
  const released = await release(stopMs)
  if (lost.done > 0) log.warn('started clocks that had not rung', { enrolments: lost.done })
  const left = [...(parked.left ? ['park'] : []), ...(lost.left ? [dueKinds.clock] : []), ...released.left]
  if (left.length > 0) log.warn('not all that is due was looked at; the next sweep goes on with it', { left })
  const failed = parked.failed + lost.failed + released.failed
  if (failed > 0) throw new Error(`${failed} due items could not be looked at; the next sweep looks again`)
  return {
    parked: parked.done,
    enrolments: lost.done,
    released: released.done,
    ...(left.length > 0 && { left: left.length }),
  }
})

/** What the switch or the pause of a sequence held goes on once that is lifted, no faster than mail can follow. */
async function release(stopMs: number): Promise<{ done: number; failed: number; left: string[] }> {
  const { marketingMail, resumed } = await mailStops()
  const released = { done: 0, failed: 0, left: [] as string[] }
  if (!marketingMail) return released
  const atMost = Math.ceil(env('SEND_RATE') * sweepEveryS)
  for (const kind of [dueKinds.stopped, ...[...resumed].map(pausedKind)]) {
    const bounds = { atMost: atMost - released.done, stopMs }
    const { done, failed, left } = await eachDue(kind, now(), (key) => restart(key, 0), bounds)
    released.done += done
    released.failed += failed
    if (left) released.left.push(kind)
  }
  return released
}

async function restart(key: Key, longerThanMs: number): Promise<boolean> {
  const enrolment = await readEnrolment(...idsOf(key))
  if (enrolment?.state !== 'active' || !isOverdue(enrolment, longerThanMs)) return false
  await startClock(enrolmentClock(enrolment), enrolment.generation + 1)
  return true
}

function isOverdue({ due }: Enrolment, longerThanMs: number): boolean {
  return due !== undefined && fromInstant(due) <= now() - longerThanMs
}

async function endParking(key: Key): Promise<boolean> {
  const leadId = key.pk.replace('LEAD#', '')
  // Settling drops a date that has passed; the enroller hears of the change and looks for the next sequence.
  return (await changeLead(leadId, { type: 'park-ended', id: leadId, at: toInstant(now()) }, () => ({}))) !== undefined
}

/** `ENROL#<sequence>#<n>` names the enrolment `<sequence>.<n>`. */
function idsOf({ pk, sk }: Key): [leadId: string, enrolmentId: string] {
  const [, sequence = '', n = ''] = sk.split('#')
  return [pk.replace('LEAD#', ''), `${sequence}.${Number(n)}`]
}
