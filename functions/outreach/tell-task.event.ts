import { metricNames } from '../../core/metrics.ts'
import { TouchDue } from '../../core/outreach/events.ts'
import { taskLetter } from '../../core/outreach/task-words.ts'
import { env } from '../aws/env.ts'
import { taskMailKey } from '../aws/keys.ts'
import { readLead } from '../leads/lead-state.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { onEvent } from '../runtime/on-event.ts'
import { allStaff } from '../staff/directory.ts'
import { mailLines } from '../staff/mail-lines.ts'
import { assignTask } from './assign-task.ts'
import { leadInShort } from './lead-in-short.ts'
import { taskUrl } from './task-links.ts'
import { readTouch } from './touch-items.ts'

/** SES turned the mail away for now. */
class NotToldYet extends Error {}

/** On `TouchDue` of a task: finds out who does it, and mails them, once. */
export const handler = onEvent([TouchDue], async ({ detail: { leadId, touchId, kind } }) => {
  const [task, lead] = await Promise.all([readTouch(leadId, touchId), readLead(leadId)])
  if (kind !== 'task' || task?.state !== 'open' || !lead || lead.mailbox.erasedAt) return
  const staff = await allStaff()
  const assigned = task.owner ? task : await assignTask(task, lead, staff)
  const reader = staff.find(({ userId }) => userId === assigned?.owner)
  if (!assigned || !reader) {
    measure(metricNames.tasksOfNobody)
    return log.error('a task is nobody’s: no active member of staff can do it', { leadId, touchId, step: task.step })
  }
  const openUrl = await taskUrl(assigned, reader.userId)
  const zone = reader.zone ?? env('DEFAULT_ZONE')
  const letter = taskLetter(assigned, leadInShort(lead, assigned), openUrl, reader.locale, zone)
  const mailed = await mailLines(taskMailKey(leadId, touchId, reader.userId), reader, { letter, template: 'task' })
  if (mailed === 'not-now') throw new NotToldYet('a task could not be told now; the next try mails it')
})
