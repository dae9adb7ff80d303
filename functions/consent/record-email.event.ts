import { mailReport, sesEvent } from '../../core/consent/ses-event.ts'
import { onRecord, readRecord } from '../runtime/on-event.ts'
import { recordReport } from './record-report.ts'

/** On SES's events from the default bus: what became of a mail. One that can't be read fails, and so ends where somebody sees it. */
export const handler = onRecord(async (record) => {
  const { detail } = sesEvent.parse(readRecord(record))
  await recordReport(mailReport(detail))
})
