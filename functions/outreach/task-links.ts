import * as z from 'zod/mini'
import { signToken } from '../../core/consent/tokens.ts'
import { slug } from '../../core/names.ts'
import { readTouchName, touchName, touchNameOf } from '../../core/outreach/touch.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { nothingHere, readStaffLink } from '../staff/staff-link.ts'
import { readTouch } from './touch-items.ts'

const claims = z.object({ taskId: touchName, userId: slug })

/** Link in a mail to one of the staff: to see this task and answer it as that person. Good for 60 days. */
export async function taskUrl(task: { leadId: string; touchId: string }, userId: string): Promise<string> {
  const named = { taskId: touchNameOf(task), userId }
  return `${env('API_URL')}/task/${signToken('task', named, await tokenKeys(), now())}`
}

/** The task, its lead and the person that a link names; throws a {@link Problem} 404 or 410: also for a task that is not there or never was made, and of who was erased. */
export async function findTaskByLink(token: string) {
  const tooOld = 'This link is more than 60 days old. Please use "ripen tasks".'
  const { named, reader } = await readStaffLink(token, 'task', claims, tooOld)
  const { leadId, touchId } = readTouchName(named.taskId)
  const [task, lead] = await Promise.all([readTouch(leadId, touchId), readLead(leadId)])
  if (task?.kind !== 'task' || task.state === 'skipped' || !lead || lead.mailbox.erasedAt) throw nothingHere()
  return { task, lead, reader }
}
