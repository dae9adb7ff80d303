import { LeadChanged } from '../../core/events.ts'
import { meetDuties } from '../../core/handoff/facts.ts'
import { pauseClocks } from '../../core/handoff/pauses.ts'
import { readLead } from '../leads/lead-state.ts'
import { now } from '../runtime/clock.ts'
import { onEvent } from '../runtime/on-event.ts'
import { changeHandoff } from './change-handoff.ts'
import { loggedFacts } from './logged-facts.ts'
import { pausingCalendar } from './pausing-calendar.ts'

/**
 * On `LeadChanged` of a lead with sales: a duty is met by the fact that proves it ("by a logged call, not by accepting"), and clocks pause while sales waits for
 * the lead, however late or often either is told.
 */
export const handler = onEvent([LeadChanged], async ({ detail }) => {
  const lead = await readLead(detail.leadId)
  for (const handoff of lead?.handoffs ?? []) {
    const facts = await loggedFacts(handoff)
    if (facts.length === 0) continue
    const calendar = await pausingCalendar(handoff, facts)
    await changeHandoff(handoff.handoffId, (read) => {
      const met = meetDuties(read, facts, now())
      const to = calendar ? pauseClocks(met, facts, calendar, now()) : met
      if (to === read) return undefined
      return { handoff: to, causes: [...(met === read ? [] : ['duty-met']), ...(to === met ? [] : ['clocks-moved'])] }
    })
  }
})
