import { clickDiscounted } from '../../core/leads/own-acts.ts'
import { activityKey } from '../aws/keys.ts'
import { type Item, ifPresent, updateItem } from '../aws/table.ts'
import { readingOfHistory } from './activity-history.ts'
import { changeByHistory } from './change-by-history.ts'

/**
 * Is a fact folded as a person's act that turned out to be a machine's? While it is `untold`, whoever records it still folds it, and corrects the lead afterwards.
 */
export function isMisfolded({ misjudged, untold }: Item): boolean {
  return misjudged === true && untold === undefined
}

/**
 * What the profile sums up of a lead's own acts, made anew from all facts, since a fact that was taken for a person's is a machine's; and told, so that all that follows
 * the lead does likewise. Safe to repeat.
 */
export async function correctLead(leadId: string, fact: { readonly id: string; readonly at: string }): Promise<void> {
  const { id, at } = fact
  const isDone = await changeByHistory(leadId, { type: clickDiscounted, id, at }, async ({ mailbox }) => {
    // Erased since: nothing is summed up of it.
    if (mailbox.erasedAt) return undefined
    const set = await readingOfHistory(mailbox)
    return () => ({ set, tell: true })
  })
  if (isDone) await updateItem(activityKey(leadId, at, id), { set: { misjudged: undefined } }, ifPresent)
}
