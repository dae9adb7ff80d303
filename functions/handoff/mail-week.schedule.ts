import { weekBefore } from '../../core/handoff/sla-period.ts'
import { weekReaders } from '../../core/handoff/week-readers.ts'
import { weekLetter } from '../../core/handoff/week-words.ts'
import { weekOf } from '../../core/insight/iso-week.ts'
import { env } from '../aws/env.ts'
import { weekMailKey } from '../aws/keys.ts'
import { now } from '../runtime/clock.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { allStaff } from '../staff/directory.ts'
import { mailLines } from '../staff/mail-lines.ts'
import { slaReport } from './sla-report.ts'

/** Each Monday: how both sides kept the agreement in the week before, to those who lead them. Each reader gets one mail, however often this runs. */
export const handler = onSchedule(async () => {
  const { monday, fromMs, toMs } = weekBefore(now(), env('DEFAULT_ZONE'))
  const [report, staff] = await Promise.all([slaReport(fromMs, toMs), allStaff()])
  const names = new Map(staff.map(({ userId, name }) => [userId, name]))
  const week = weekOf(monday)
  let mailed = 0
  let failed = 0
  for (const reader of weekReaders(staff)) {
    const letter = weekLetter({ ...report, week }, reader.locale, (userId) => names.get(userId) ?? userId)
    const result = await mailLines(weekMailKey(week, reader.userId), reader, { letter, template: 'sla-week' })
    if (result === 'sent') mailed += 1
    if (result === 'not-now') failed += 1
  }
  if (failed > 0) throw new Error(`${failed} weekly summaries could not be mailed; the next try mails them`)
  return { mailed }
})
