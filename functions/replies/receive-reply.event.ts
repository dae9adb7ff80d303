import { mailArrived } from '../../core/replies/arrived-mail.ts'
import { onRecord, readRecord } from '../runtime/on-event.ts'
import { receiveReply } from './receive-reply.ts'

/** On S3's event from the default bus: SES stored a mail that came in. */
export const handler = onRecord(async (record) => {
  const { time, detail } = mailArrived.parse(readRecord(record))
  await receiveReply({ at: time, ...detail.object })
})
