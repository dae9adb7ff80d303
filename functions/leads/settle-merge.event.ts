import { LeadMerged } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { settleMerge } from './settle-merge.ts'

/** On `LeadMerged`: what one lead did counts for the other, or no longer does. */
export const handler = onEvent([LeadMerged], ({ detail: { leadId, into } }) => settleMerge(leadId, into))
