import { LeadChanged } from '../../core/events.ts'
import { meetDuties } from '../../core/handoff/facts.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { onEvent } from '../runtime/on-event.ts'
import { changeHandoff } from './change-handoff.ts'
import { loggedFacts } from './logged-facts.ts'

/** On `LeadChanged` of a lead with sales: a duty is met by the fact that proves it ("by a logged call, not by accepting"), however late or often it is told. */
export const handler = onEvent([LeadChanged], async ({ detail }) => {
  const lead = await readLead(detail.leadId)
  for (const handoff of lead?.handoffs ?? []) {
    const facts = await loggedFacts(handoff)
    if (facts.length === 0) continue
    await changeHandoff(handoff.handoffId, (read) => {
      const met = meetDuties(read, facts, now())
      return met === read ? undefined : { handoff: met, causes: ['duty-met'] }
    })
  }
})
