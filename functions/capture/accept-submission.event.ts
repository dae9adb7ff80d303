import { FormSubmitted } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { acceptSubmission } from './accept-submission.ts'

/** On `FormSubmitted`: judges the post once, and captures the lead of one that is let in. */
export const handler = onEvent([FormSubmitted], async ({ detail }) => acceptSubmission(detail))
