import { LeadChanged } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { wakeWhereDue } from './wake-where-due.ts'

/** On `LeadChanged`: wakes the sequences that have something to do sooner than their clocks ring. */
export const handler = onEvent([LeadChanged], async ({ detail }) => {
  await wakeWhereDue(detail.leadId, { ...detail.cause, data: detail.data })
})
