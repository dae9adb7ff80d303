import { LeadChanged } from '../../core/events.ts'
import { isScorings } from '../../core/scoring/decide-score.ts'
import { onEvent } from '../runtime/on-event.ts'
import { rescoreLead } from './rescore-lead.ts'

/** On `LeadChanged`: scores the lead anew. What scoring itself changed needs no second look. */
export const handler = onEvent([LeadChanged], async ({ detail }) => {
  const { leadId, version, cause, status } = detail
  // A lead that went to sales, or is with it still: its points come from facts, and nobody qualifies whom sales has.
  const isWithSales = cause.type === 'handoff-settled' && status === 'with-sales'
  if (isScorings(cause.type) || isWithSales) return
  await rescoreLead(leadId, { at: cause.at, version, type: cause.type })
})
