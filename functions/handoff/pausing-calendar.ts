import type { Handoff } from '../../core/handoff/handoff.ts'
import type { WorkCalendar } from '../../core/handoff/work-calendar.ts'
import { log } from '../runtime/log.ts'
import { readUser } from '../staff/directory.ts'
import { calendarOf } from './policy-in-force.ts'
import { policyOf } from './policy-of.ts'

/** The calendar in which a hand-off's pauses are counted, by the policy it is kept by; undefined where that is gone. */
export async function pausingCalendar(handoff: Handoff): Promise<WorkCalendar | undefined> {
  const { handoffId, policy: id, owner, team } = handoff
  const policy = await policyOf(handoff)
  if (!policy) {
    log.error('the clocks of a hand-off can not pause: its policy is not there any more', { handoffId, policy: id })
    return undefined
  }
  return calendarOf(policy, team, await readUser(owner))
}
