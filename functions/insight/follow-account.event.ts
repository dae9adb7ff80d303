import { LeadChanged, LeadScored } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { followPerson } from './account-summaries.ts'

/** On `LeadScored` and `LeadChanged`: the lead stands among the people of its company, whose account is folded within a minute. */
export const handler = onEvent([LeadChanged, LeadScored], ({ detail: { leadId } }) => followPerson(leadId))
