import { sequencesKind } from '../../core/content/schemas.ts'
import { stepOf } from '../../core/nurture/steps.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import { whoDoesIt } from '../../core/outreach/who-does-it.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { queryItems } from '../aws/table.ts'
import { contentVersion } from '../content/published.ts'
import type { ReadLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { changeTouch, ownTasksOf } from './touch-items.ts'

/** More open tasks than these make nobody busier. */
const countedAtMost = 200

/** Gives a task to whoever does it, once; answers it as it is then, or undefined where nobody is there. */
export async function assignTask(task: Touch, lead: ReadLead, staff: readonly User[]): Promise<Touch | undefined> {
  const published = await contentVersion(sequencesKind, task.sequence, task.version)
  const who = (published && stepOf(published.value, task.step)?.task?.who) ?? 'owner'
  const team = staff.filter((one) => one.team === who)
  const loads = new Map(await Promise.all(team.map(async ({ userId }) => [userId, await loadOf(userId)] as const)))
  const assigned = whoDoesIt({ who, lead, staff, loads, nowMs: now(), zone: env('DEFAULT_ZONE') })
  if (!assigned) return undefined
  return changeTouch(task.leadId, task.touchId, ({ owner, state }) =>
    owner || state !== 'open' ? undefined : { change: { owner: assigned.owner, ownerBecause: assigned.why } },
  )
}

async function loadOf(userId: string): Promise<number> {
  const { items } = await queryItems({ index: 'owner', pk: ownTasksOf(userId, 'open'), limit: countedAtMost })
  return items.length
}
