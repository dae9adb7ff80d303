import { LeadChanged } from '../../core/events.ts'
import { isScorings } from '../../core/scoring/decide-score.ts'
import { onEvent } from '../runtime/on-event.ts'
import { rescoreLead } from './rescore-lead.ts'

/** On `LeadChanged`: scores the lead anew. What scoring itself changed needs no second look. */
export const handler = onEvent([LeadChanged], async ({ detail }) => {
  const { leadId, version, cause } = detail
  if (!isScorings(cause.type)) await rescoreLead(leadId, { at: cause.at, version, type: cause.type })
})
