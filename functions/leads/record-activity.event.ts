import { ActivityObserved } from '../../core/events.ts'
import { log } from '../runtime/log.ts'
import { onEvent } from '../runtime/on-event.ts'
import { recordCopy } from './record-copy.ts'
import { recordFacts } from './record-facts.ts'

/**
 * On `ActivityObserved`: a fact from any door but the forms. Who publishes one has seen the lead, so a lead that isn't there never was (a typing error, a table
 * restored to before it): trying again would not bring it, and the fact is dropped with a line in the log.
 */
export const handler = onEvent([ActivityObserved], async ({ detail: { activity } }) => {
  const { leadId, type, id, from } = activity
  if (from) return recordCopy(activity, from)
  const known = await recordFacts(leadId, [activity])
  if (!known) log.warn('a fact about a lead that never was is dropped', { leadId, type, activityId: id, dropped: 1 })
})
