import { HandoffChanged } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { readHandoff } from './handoff-items.ts'
import { noteSettled, settleLead } from './settle-lead.ts'

/** On `HandoffChanged`: brings the lead in line with its hand-off, should whoever changed it have died before doing so. */
export const handler = onEvent([HandoffChanged], async ({ detail }) => {
  const found = await readHandoff(detail.handoffId)
  if (!found) return
  await settleLead(found.handoff)
  await noteSettled(found.handoff)
})
