import { fromInstant, toInstant } from '../../core/names.ts'
import { enrolment } from '../../core/nurture/enrolment.ts'
import type { Key } from '../aws/keys.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { lookAtSends } from '../consent/send-records.ts'
import { settleSend } from '../consent/settle-send.ts'
import { marketingMailOn } from '../consent/switches.ts'
import { changeLead } from '../leads/change-lead.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { enrolmentClock } from './enrolment-clock.ts'
import { startClock } from './start-clock.ts'

/** "A sweep every 15 minutes starts the next generation of each active enrolment overdue by more than 15 minutes." */
const overdueMs = 15 * 60_000

/** Every 15 minutes: enrolments whose clock did not ring, mails without an answer, parked leads whose date has come. */
export const handler = onSchedule(async () => {
  const enrolments = await restartOverdue()
  const sends = await each('send', lookAtSends, now(), settleSend)
  const parked = await each('parked lead', 'park', now(), endParking)
  if (enrolments > 0) log.warn('started clocks that had not rung', { enrolments })
  return { enrolments, sends, parked }
})

async function restartOverdue(): Promise<number> {
  // What the switch holds stays overdue on purpose and costs nothing; this starts it once mail may go again.
  if (!(await marketingMailOn())) return 0
  return each('enrolment', 'enrolment', now() - overdueMs, async (key) => {
    const item = await getItem(key)
    if (!item) return false
    const found = enrolment.parse(item)
    if (found.state !== 'active' || !found.due || fromInstant(found.due) > now() - overdueMs) return false
    await startClock(enrolmentClock(found), found.generation + 1)
    return true
  })
}

async function endParking(key: Key): Promise<boolean> {
  const leadId = key.pk.replace('LEAD#', '')
  const at = toInstant(now())
  // Settling drops a date that has passed; the enroller hears of the change and looks for the next sequence.
  const lead = await changeLead(leadId, { type: 'park-ended', id: leadId, at }, () => ({}))
  return lead !== undefined
}

/** Looks at all that is due of one kind; one that fails does not keep the others from being looked at. */
async function each(
  what: string,
  kind: string,
  beforeMs: number,
  look: (key: Key) => Promise<boolean>,
): Promise<number> {
  let count = 0
  let failed = 0
  for await (const { pk, sk } of everyItem({
    index: 'due',
    pk: kind,
    between: { from: '0', to: toInstant(beforeMs) },
  })) {
    try {
      if (await look({ pk: String(pk), sk: String(sk) })) count += 1
    } catch (error) {
      failed += 1
      log.error(`a due ${what} could not be looked at`, { error: error as Error })
    }
  }
  if (failed > 0) throw new Error(`${failed} due items (${what}) could not be looked at; the next sweep looks again`)
  return count
}
