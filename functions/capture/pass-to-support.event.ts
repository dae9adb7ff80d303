import { LeadChanged } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { passToSupport } from './pass-to-support.ts'

/** On a `LeadChanged` by a post that asks for help: support gets it by mail. */
export const handler = onEvent([LeadChanged], ({ detail: { leadId, cause } }) => passToSupport(leadId, cause))
