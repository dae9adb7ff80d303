import { weekBefore } from '../../core/handoff/sla-period.ts'
import { weekReaders } from '../../core/handoff/week-readers.ts'
import { weekLetter } from '../../core/handoff/week-words.ts'
import { weekOf } from '../../core/insight/iso-week.ts'
import { toInstant } from '../../core/names.ts'
import type { User } from '../../core/staff/user.ts'
import { env } from '../aws/env.ts'
import { weekMailKey } from '../aws/keys.ts'
import { deliver } from '../aws/mailer.ts'
import { deleteItem, ifAbsent, putItem, updateItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { allStaff } from '../staff/directory.ts'
import { slaReport } from './sla-report.ts'
import { weekHtml, weekText } from './week-html.ts'

/** Each Monday: how both sides kept the agreement in the week before, to those who lead them. Each reader gets one mail, however often this runs. */
export const handler = onSchedule(async () => {
  const { monday, fromMs, toMs } = weekBefore(now(), env('DEFAULT_ZONE'))
  const [report, staff] = await Promise.all([slaReport(fromMs, toMs), allStaff()])
  const names = new Map(staff.map(({ userId, name }) => [userId, name]))
  const week = weekOf(monday)
  const from = `${env('COMPANY')} · ${env('POSTAL_ADDRESS')}`
  let mailed = 0
  let failed = 0
  for (const reader of weekReaders(staff)) {
    const letter = weekLetter({ ...report, week }, reader.locale, (userId) => names.get(userId) ?? userId)
    const result = await mailOnce(
      week,
      reader,
      letter.subject,
      weekHtml(letter, reader.locale, from),
      weekText(letter, from),
    )
    if (result === 'sent') mailed += 1
    if (result === 'failed') failed += 1
  }
  if (failed > 0) throw new Error(`${failed} weekly summaries could not be mailed; the next try mails them`)
  return { mailed }
})

/** Claimed before the one call to SES: a try whose end nobody saw makes no second one. What certainly did not go gives its claim back. */
async function mailOnce(week: string, { userId, email }: User, subject: string, html: string, text: string) {
  const key = weekMailKey(week, userId)
  if (!(await putItem(key, { state: 'CLAIMED', at: toInstant(now()) }, ifAbsent))) return 'before'
  const tags = { basis: 'staff', template: 'sla-week', staff: userId }
  const delivery = await deliver({ to: email, subject, html, text, tags })
  if (delivery.result === 'accepted') {
    await updateItem(key, { set: { state: 'SENT', messageId: delivery.messageId } })
    return 'sent'
  }
  log.error('a weekly summary was not mailed', { staff: userId, week, reason: delivery.reason })
  if (delivery.result !== 'not-now') return 'given-up'
  await deleteItem(key)
  return 'failed'
}
