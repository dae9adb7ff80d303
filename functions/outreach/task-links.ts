import * as z from 'zod/mini'
import { readToken, signToken } from '../../core/consent/tokens.ts'
import { slug } from '../../core/names.ts'
import { readTouchName, touchName, touchNameOf } from '../../core/outreach/touch.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { isForgotten } from '../webhooks/is-forgotten.ts'
import { readTouch } from './touch-items.ts'

const claims = z.object({ taskId: touchName, userId: slug })

/** Link in a mail to one of the staff: to see this task and answer it as that person. Good for 60 days. */
export async function taskUrl(task: { leadId: string; touchId: string }, userId: string): Promise<string> {
  const named = { taskId: touchNameOf(task), userId }
  return `${env('API_URL')}/task/${signToken('task', named, await tokenKeys(), now())}`
}

/**
 * The task and the person that a link names; throws a {@link Problem} 410 for an old link, and 404 for one that is not ours, of somebody who left the company, and of a
 * task that is not there or never was made.
 */
export async function findTaskByLink(token: string) {
  const read = readToken(token, 'task', await tokenKeys(), now())
  if (read.state === 'expired') throw new Problem(410, 'This link is more than 60 days old. Please use "ripen tasks".')
  const named = read.state === 'good' ? claims.safeParse(read.claims) : undefined
  const nothing = new Problem(404, 'There is nothing at this address.')
  if (!named?.success) throw nothing
  const { leadId, touchId } = readTouchName(named.data.taskId)
  const [reader, task] = await Promise.all([readUser(named.data.userId), readTouch(leadId, touchId)])
  if (!reader?.active || task?.kind !== 'task' || task.state === 'skipped' || (await isForgotten(leadId))) throw nothing
  return { task, reader }
}
