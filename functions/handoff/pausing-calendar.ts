import { slaPoliciesKind } from '../../core/content/schemas.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { waitingFact } from '../../core/handoff/pause-facts.ts'
import type { WorkCalendar } from '../../core/handoff/work-calendar.ts'
import type { Activity } from '../../core/leads/activity.ts'
import { contentVersion } from '../content/published.ts'
import { log } from '../runtime/log.ts'
import { readUser } from '../staff/directory.ts'
import { calendarOf } from './policy-in-force.ts'

/** The calendar of a hand-off by the policy it was opened with, where some of these facts say that sales waits for the lead; undefined where none does. */
export async function pausingCalendar(handoff: Handoff, facts: readonly Activity[]): Promise<WorkCalendar | undefined> {
  if (!handoff.pauses && !facts.some(({ type }) => type === waitingFact)) return undefined
  const { handoffId, policy: id, policyVersion, owner, team } = handoff
  const policy = await contentVersion(slaPoliciesKind, id, policyVersion)
  if (!policy) {
    log.error('the clocks of a hand-off can not pause: its policy is not there any more', { handoffId, policy: id })
    return undefined
  }
  return calendarOf(policy.value, team, await readUser(owner))
}
