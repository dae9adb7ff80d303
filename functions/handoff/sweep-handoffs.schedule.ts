import { handoff } from '../../core/handoff/handoff.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import type { Key } from '../aws/keys.ts'
import { startClock } from '../aws/start-clock.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { handoffClock } from './handoff-clock.ts'

/** "A sweep every 15 minutes starts the next generation of each active SLA overdue by more than 15 minutes." */
const overdueMs = 15 * 60_000

/** Every 15 minutes: hand-offs whose clock did not ring. One that fails does not keep the others from being looked at. */
export const handler = onSchedule(async () => {
  let started = 0
  let failed = 0
  const before = toInstant(now() - overdueMs)
  for await (const { pk, sk } of everyItem({ index: 'due', pk: 'handoff', between: { from: '0', to: before } })) {
    try {
      if (await restart({ pk: String(pk), sk: String(sk) })) started += 1
    } catch (error) {
      failed += 1
      log.error('the clock of a hand-off could not be started', { error: error as Error })
    }
  }
  if (started > 0) log.warn('started clocks of hand-offs that had not rung', { started })
  if (failed > 0) throw new Error(`${failed} clocks of hand-offs could not be started; the next sweep tries again`)
  return { started }
})

async function restart(key: Key): Promise<boolean> {
  const item = await getItem(key)
  if (!item) return false
  const found = handoff.parse(item)
  if (!found.due || fromInstant(found.due) > now() - overdueMs) return false
  await startClock(handoffClock(found), found.generation + 1)
  return true
}
