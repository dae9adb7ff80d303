import { LeadChanged, LeadScored } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { enrolWhereDue } from './enrol-where-due.ts'

/** On `LeadChanged` and `LeadScored`: enters the lead into the sequences whose triggers hold now. */
export const handler = onEvent([LeadChanged, LeadScored], async ({ name, detail }) => {
  if (name === 'LeadScored') await enrolWhereDue(detail.leadId, undefined)
  else await enrolWhereDue(detail.leadId, { ...detail.cause, data: detail.data })
})
