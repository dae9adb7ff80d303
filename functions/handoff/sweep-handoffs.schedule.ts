import { type Handoff, handoff, handoffStates } from '../../core/handoff/handoff.ts'
import { hasEnded } from '../../core/handoff/inbox.ts'
import { fromInstant, toInstant } from '../../core/names.ts'
import type { Key } from '../aws/keys.ts'
import { startClock } from '../aws/start-clock.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { allStaff } from '../staff/directory.ts'
import { handoffClock } from './handoff-clock.ts'
import { ownInboxOf } from './handoff-items.ts'

/** "A sweep every 15 minutes starts the next generation of each active SLA overdue by more than 15 minutes." */
const overdueMs = 15 * 60_000

/** Every 15 minutes: hand-offs whose clock did not ring, and those of an owner who left. One that fails does not keep the others from being looked at. */
export const handler = onSchedule(async () => {
  let started = 0
  let failed = 0
  const tryOne = async (key: Key, isToStart: (found: Handoff) => boolean) => {
    try {
      if (await restart(key, isToStart)) started += 1
    } catch (error) {
      failed += 1
      log.error('the clock of a hand-off could not be started', { error: error as Error })
    }
  }
  const beforeMs = now() - overdueMs
  for await (const { pk, sk } of everyItem({
    index: 'due',
    pk: 'handoff',
    between: { from: '0', to: toInstant(beforeMs) },
  })) {
    await tryOne({ pk: String(pk), sk: String(sk) }, ({ due }) => due !== undefined && fromInstant(due) <= beforeMs)
  }
  for (const { userId } of (await allStaff()).filter(({ active }) => !active)) {
    for await (const key of handoffsWith(userId)) await tryOne(key, ({ owner }) => owner === userId)
  }
  if (started > 0) log.warn('started clocks of hand-offs', { started })
  if (failed > 0) throw new Error(`${failed} clocks of hand-offs could not be started; the next sweep tries again`)
  return { started }
})

/** What somebody who left still has: the clock of each gives it to the next. */
async function* handoffsWith(userId: string): AsyncGenerator<Key> {
  for (const state of handoffStates.filter((one) => !hasEnded(one))) {
    for await (const { pk, sk } of everyItem({ index: 'owner', pk: ownInboxOf(userId, state) }))
      yield { pk: String(pk), sk: String(sk) }
  }
}

async function restart(key: Key, isToStart: (found: Handoff) => boolean): Promise<boolean> {
  const item = await getItem(key)
  if (!item) return false
  const found = handoff.parse(item)
  if (!isToStart(found)) return false
  await startClock(handoffClock(found), found.generation + 1)
  return true
}
