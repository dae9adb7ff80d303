import { LeadErased } from '../../core/events.ts'
import { log } from '../runtime/log.ts'
import { onEvent } from '../runtime/on-event.ts'
import { deleteErased } from './delete-erased.ts'

/** On `LeadErased`: deletes what is held of the person. */
export const handler = onEvent([LeadErased], async ({ detail: { leadId } }) => {
  const deleted = await deleteErased(leadId)
  log.info('what was held of an erased lead is deleted', { leadId, deleted })
})
