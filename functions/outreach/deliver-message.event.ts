import { TouchDue } from '../../core/outreach/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { deliverMessage } from './deliver-message.ts'

/** On `TouchDue` of a message: calls its provider, once unless that knows a repeat. */
export const handler = onEvent([TouchDue], async ({ detail: { leadId, touchId, kind, tries } }) => {
  if (kind === 'message') await deliverMessage(leadId, touchId, tries)
})
