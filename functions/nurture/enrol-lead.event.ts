import { EnrolmentChanged, LeadChanged, LeadScored } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { enrolWhereDue } from './enrol-where-due.ts'

/** On `LeadChanged`, `LeadScored` and `EnrolmentChanged`: enters the lead into the sequences whose triggers hold now, and settles what an enrolment left. */
export const handler = onEvent([LeadChanged, LeadScored, EnrolmentChanged], async ({ name, detail }) => {
  if (name === 'LeadChanged') await enrolWhereDue(detail.leadId, { ...detail.cause, data: detail.data })
  else await enrolWhereDue(detail.leadId, undefined)
})
