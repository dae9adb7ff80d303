import { nameOf } from '../../core/leads/name-of.ts'
import { metricNames } from '../../core/metrics.ts'
import { TouchDue } from '../../core/outreach/events.ts'
import { taskLetter } from '../../core/outreach/task-words.ts'
import type { Touch } from '../../core/outreach/touch.ts'
import { env } from '../aws/env.ts'
import { taskMailKey } from '../aws/keys.ts'
import { type ReadLead, readLead } from '../leads/lead-state.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { onEvent } from '../runtime/on-event.ts'
import { allStaff } from '../staff/directory.ts'
import { mailLines } from '../staff/mail-lines.ts'
import { assignTask } from './assign-task.ts'
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
  const letter = taskLetter(assigned, leadInShort(lead, assigned), reader.locale, reader.zone ?? env('DEFAULT_ZONE'))
  const mailed = await mailLines(taskMailKey(leadId, touchId, reader.userId), reader, { letter, template: 'task' })
  if (mailed === 'not-now') throw new NotToldYet('a task could not be told now; the next try mails it')
})

/** A phone number only where it may be used. */
function leadInShort({ profile }: ReadLead, { channel }: Touch) {
  const { company, phone } = profile.fields
  return {
    name: nameOf(profile),
    company: typeof company === 'string' ? company : undefined,
    phone: channel && channel !== 'post' && phone !== undefined ? String(phone) : undefined,
    email: profile.email,
  }
}
