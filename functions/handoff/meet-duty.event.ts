import { LeadChanged } from '../../core/events.ts'
import { readLead } from '../leads/lead-state.ts'
import { onEvent } from '../runtime/on-event.ts'
import { changeHandoff } from './change-handoff.ts'
import { judgeFacts } from './judge-facts.ts'

/**
 * On `LeadChanged` of a lead with sales: a duty is met by the fact that proves it ("by a logged call, not by accepting"), and clocks pause while sales waits for
 * the lead, however late or often either is told.
 */
export const handler = onEvent([LeadChanged], async ({ detail }) => {
  const lead = await readLead(detail.leadId)
  for (const handoff of lead?.handoffs ?? []) {
    const judge = await judgeFacts(handoff)
    if (!judge) continue
    await changeHandoff(handoff.handoffId, (read) => {
      const judged = judge(read)
      return judged.handoff === read ? undefined : judged
    })
  }
})
