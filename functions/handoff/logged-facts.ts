import { awaitedFacts } from '../../core/handoff/facts.ts'
import type { Handoff } from '../../core/handoff/handoff.ts'
import { isClockRunning } from '../../core/handoff/keep-sla.ts'
import { pauseFacts } from '../../core/handoff/pause-facts.ts'
import { type Activity, activity } from '../../core/leads/activity.ts'
import { leadPartition } from '../aws/keys.ts'
import { everyItem } from '../aws/table.ts'
import { readMailbox } from '../consent/change-mailbox.ts'

/** The facts since a hand-off was opened that its unmet duties wait for, and that pause them, of whichever lead stands for the person by now; reads nothing where none does. */
export async function loggedFacts(handoff: Handoff): Promise<Activity[]> {
  const awaited = awaitedFacts(handoff)
  if (awaited.size === 0 || !isClockRunning(handoff)) return []
  const { leadId, openedAt } = handoff
  const into = (await readMailbox(leadId))?.mergedInto?.leadId
  const facts: Activity[] = []
  const since = { from: `ACT#${openedAt}`, to: 'ACT#~' }
  for (const one of into ? [leadId, into] : [leadId]) {
    for await (const item of everyItem({ pk: leadPartition(one), between: since })) {
      const type = String(item.type)
      if (!awaited.has(type) && !pauseFacts.includes(type)) continue
      const fact = activity.parse(item)
      // What a program answers is no word of the lead; a copy is there as itself.
      if (fact.data.machine !== true && fact.from !== leadId) facts.push(fact)
    }
  }
  return facts
}
