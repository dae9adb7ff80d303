import type { Activity } from '../../core/leads/activity.ts'
import { foldFacts } from '../../core/leads/fold-profile.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { isMergedFrom } from '../../core/leads/merge.ts'
import { activityKey } from '../aws/keys.ts'
import { deleteItem, getItem, ifAbsent, ifPresent, putItem, updateItem } from '../aws/table.ts'
import { log } from '../runtime/log.ts'
import { changeLead } from './change-lead.ts'

/**
 * Records a fact about a merged lead as one of the lead that it is merged into. It is put first and the mailbox read after it: an undo that comes in between either
 * finds the copy and deletes it, or is seen here, and then the copy goes again. Safe to repeat.
 */
export async function recordCopy(copy: Activity, from: string): Promise<void> {
  const { leadId, id, type, at, data } = copy
  const key = activityKey(leadId, at, id)
  if (!(await putItem(key, { ...copy, untold: true }, ifAbsent)) && !(await getItem(key))?.untold) return
  const decide = (lead: LeadState) =>
    isMergedFrom(lead.mailbox, from) ? { set: foldFacts(lead.profile, [copy]), tell: true } : {}
  const changed = await changeLead(leadId, { type, id, at, data }, decide)
  if (changed && isMergedFrom(changed.mailbox, from)) await updateItem(key, { set: { untold: undefined } }, ifPresent)
  else {
    await deleteItem(key)
    log.info('a fact about a lead that is not merged into this one is dropped', { leadId, from, type })
  }
}
