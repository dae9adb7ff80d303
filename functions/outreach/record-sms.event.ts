import { toInstant } from '../../core/names.ts'
import { outcomeOf, smsEvent } from '../../core/outreach/sms-event.ts'
import { readTouchName } from '../../core/outreach/touch.ts'
import { smsPointerKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { log } from '../runtime/log.ts'
import { onRecord, readRecord } from '../runtime/on-event.ts'
import { recordOutcome } from './record-outcome.ts'
import { readTouch } from './touch-items.ts'

/** So long after it was sent, an SMS that nobody here knows is one of another program in this account. */
const knownWithinMs = 10 * 60_000

/** On what AWS End User Messaging reports of an SMS, in any order and any number of times. */
export const handler = onRecord(async (record) => {
  const { detail } = smsEvent.parse(readRecord(record))
  const outcome = outcomeOf(detail)
  if (!outcome) return
  const pointer = await getItem(smsPointerKey(detail.messageId))
  const messageId = detail.context?.ripen ?? (pointer && String(pointer.messageId))
  if (messageId === undefined) {
    if (now() - detail.eventTimestamp < knownWithinMs)
      throw new Error('an SMS is not known yet; it is looked for again')
    return log.info('a report about an SMS that Ripen did not send is dropped', { eventType: detail.eventType })
  }
  const { leadId, touchId } = readTouchName(messageId)
  const by = (await readTouch(leadId, touchId))?.provider
  if (by === undefined) return
  const at = outcome.at > toInstant(now()) ? toInstant(now()) : outcome.at
  await recordOutcome({
    ...outcome,
    messageId,
    at,
    by,
    ...(outcome.outcome === 'failed' && { reason: detail.eventType }),
  })
})
