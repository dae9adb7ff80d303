import { LeadQualified } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { forwardWhereDue } from './forward-where-due.ts'

/** On `LeadQualified`: one hand-off for each qualification. Its clock tells the owner. */
export const handler = onEvent([LeadQualified], ({ detail }) => forwardWhereDue(detail.leadId, detail.k))
