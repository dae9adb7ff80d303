import { LeadHandedIn, LeadQualified } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { forwardWhereDue } from './forward-where-due.ts'

/** On `LeadQualified` and `LeadHandedIn`: one hand-off for each qualification. Its clock tells the owner. */
export const handler = onEvent([LeadQualified, LeadHandedIn], ({ detail }) => forwardWhereDue(detail.leadId, detail.k))
