import { mailReport, sesEvent } from '../../core/consent/ses-event.ts'
import { foldJourney } from '../../core/insight/funnel/journey.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { readSend } from '../consent/send-records.ts'
import { onRecord, readRecord } from '../runtime/on-event.ts'
import { followPerson } from './journey-items.ts'

/**
 * On SES's report of a delivery, which is told to nobody else since no one decides by it: the lead’s journey has a mail more, where a sequence sent it. What the
 * mail was is in its record; one of a lead that was erased since says nothing.
 */
export const handler = onRecord(async (record) => {
  const { what, about, at, activityId } = mailReport(sesEvent.parse(readRecord(record)).detail)
  const send = what === 'delivered' && about && (await readSend(about.leadId, about.sendId))
  if (!send) return
  const { sequence } = send
  // Mail that no sequence sent is no step of the funnel.
  if (sequence === undefined) return
  const { leadId, topic, step } = send
  const data = { sequence, ...(topic && { topic }), ...(step && { step }) }
  const fact = { leadId, id: activityId, type: 'email-delivered', at, data }
  await followPerson(leadId, (before, box) => (isErased(box, fact) ? before : foldJourney(before, [fact])))
})
