import { EnrolmentChanged, LeadChanged } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { followChange, followEnd } from './follow-change.ts'

/**
 * On `LeadChanged`, and on `EnrolmentChanged` where it is an end: what that says of the lead's way through the funnel goes into its journey, once, and is marked to
 * be counted.
 */
export const handler = onEvent([LeadChanged, EnrolmentChanged], ({ name, detail }) =>
  name === 'LeadChanged' ? followChange(detail) : followEnd(detail.leadId, detail.enrolmentId),
)
