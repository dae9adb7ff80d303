import { awaitedFacts } from '../../core/handoff/facts.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { isClockRunning } from '../../core/handoff/keep-sla.ts'
import { pauseFacts } from '../../core/handoff/pause-facts.ts'
import { type Activity, activity } from '../../core/leads/activity.ts'
import { leadPartition } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'

/** The facts since a hand-off was opened that its unmet duties wait for, and that pause them; reads nothing where none does. */
export async function loggedFacts(handoff: Handoff): Promise<Activity[]> {
  const awaited = awaitedFacts(handoff)
  if (awaited.size === 0 || !isClockRunning(handoff)) return []
  const facts: Activity[] = []
  const since = { from: `ACT#${handoff.openedAt}`, to: 'ACT#~' }
  for await (const item of everyItem({ pk: leadPartition(handoff.leadId), between: since })) {
    const type = String(item.type)
    if (!awaited.has(type) && !pauseFacts.includes(type)) continue
    const fact = activity.parse(item)
    // What a program answers is no word of the lead.
    if (fact.data.machine !== true) facts.push(fact)
  }
  return facts
}
