import { submissionRecord } from '../../core/capture/submission-record.ts'
import { toInstant } from '../../core/names.ts'
import { everyItem, getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onSchedule } from '../runtime/on-schedule.ts'
import { askToConfirm } from './ask-to-confirm.ts'
import { confirmationKind } from './submissions.ts'

/** Every 5 minutes: sends the mails to confirm that could not go when they were due: a throttled post, a limit, a pause of SES, a template that was missing. */
export const handler = onSchedule(async () => {
  let [asked, failed] = [0, 0]
  const due = { index: 'due', pk: confirmationKind, between: { from: '0', to: toInstant(now()) } } as const
  for await (const { pk, sk } of everyItem(due)) {
    const item = await getItem({ pk: String(pk), sk: String(sk) })
    if (!item?.dueAt) continue
    const record = submissionRecord.parse(item)
    try {
      await askToConfirm(record)
      asked += 1
    } catch (error) {
      failed += 1
      log.error('a mail to confirm could not be sent', { submissionId: record.submissionId, error: error as Error })
    }
  }
  return { asked, failed }
})
