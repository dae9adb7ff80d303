import { clickDiscounted } from '../../core/leads/own-acts.ts'
import { activityKey } from '../aws/keys.ts'
import { type Item, ifPresent, updateItem } from '../aws/table.ts'
import { readingOfHistory } from './activity-history.ts'
import { changeLead, TooContended } from './change-lead.ts'
import { readLead } from './lead-state.ts'

/**
 * Is a fact folded as a person's act that turned out to be a machine's? While it is `untold`, whoever records it still folds it, and corrects the lead afterwards.
 */
export function isMisfolded({ misjudged, untold }: Item): boolean {
  return misjudged === true && untold === undefined
}

/**
 * What the profile sums up of a lead's own acts, made anew from all facts, since a fact that was taken for a person's is a machine's; and told, so that all that follows
 * the lead does likewise. The history is read after the profile: what was folded into it is stored. Safe to repeat.
 */
export async function correctLead(leadId: string, fact: { readonly id: string; readonly at: string }): Promise<void> {
  const { id, at } = fact
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const read = await readLead(leadId)
    // Erased since: nothing is summed up of it.
    if (!read || read.mailbox.erasedAt) return
    const set = await readingOfHistory(read.mailbox)
    let isRead = true
    await changeLead(
      leadId,
      { type: clickDiscounted, id, at },
      ({ profile }) => {
        isRead = profile.version === read.profile.version
        return isRead ? { set, tell: true } : {}
      },
      { read },
    )
    if (!isRead) continue
    await updateItem(activityKey(leadId, at, id), { set: { misjudged: undefined } }, ifPresent)
    return
  }
  throw new TooContended()
}
