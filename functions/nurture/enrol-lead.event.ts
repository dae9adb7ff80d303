import { EnrolmentChanged, LeadChanged } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import type { Happening } from '../../core/nurture/triggers.ts'
import { onEvent, type Received } from '../runtime/on-event.ts'
import { enrolWhereDue, isJustNow } from './enrol-where-due.ts'

/**
 * Enters the lead into the sequences whose triggers hold now, and settles what an enrolment left. One that just became active leaves nothing: whoever made it so told
 * it last.
 */
export const handler = onEvent([LeadChanged, EnrolmentChanged], async (event) => {
  if (event.name === 'EnrolmentChanged' && event.detail.state === 'active' && isJustNow(event.detail.at)) return
  await enrolWhereDue(event.detail.leadId, happeningOf(event))
})

type Heard = Received<[typeof LeadChanged, typeof EnrolmentChanged]>

/** What a trigger may ask for: the cause of a change, or that an enrolment ended. */
function happeningOf({ name, detail, time }: Heard): Happening | undefined {
  if (name === 'LeadChanged') return { ...detail.cause, data: detail.data }
  if (detail.state === 'active' || detail.state === 'paused') return undefined
  return { type: `enrolment-${detail.state}`, at: toInstant(Date.parse(time)), data: { sequence: detail.sequence } }
}
