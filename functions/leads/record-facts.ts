import { mailbox } from '../../core/consent/mailbox.ts'
import { type Activity, activity as activitySchema } from '../../core/leads/activity.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { foldFacts } from '../../core/leads/fold-profile.ts'
import type { Profile } from '../../core/leads/lead.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { metricNames } from '../../core/metrics.ts'
import type { Announcement } from '../aws/announce.ts'
import { activityKey, mailboxKey } from '../aws/keys.ts'
import { getItem, ifAbsent, ifPresent, putItem, updateItem } from '../aws/table.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { changeLead } from './change-lead.ts'

/** What else is to be written and announced with a fact; called again for each try of the write. */
export type Also = (lead: LeadState) => { set?: Partial<Profile>; announce?: readonly Announcement[] }

/** Facts that nobody decides by: they are kept, and no one is told (each telling runs three consumers). */
const quiet: readonly string[] = ['email-sent', 'email-delivered', 'email-delayed']

/**
 * The one door for facts about a lead: puts each activity once, folds it into the profile, and tells `LeadChanged`. A repeat changes nothing; after a crash at
 * any point the repeat does the rest. Facts about an erased lead from before its erasure are dropped. Answers false when there never was such a lead.
 */
export async function recordFacts(leadId: string, activities: readonly Activity[], also?: Also): Promise<boolean> {
  const box = await getItem(mailboxKey(leadId))
  if (!box) return false
  const read = mailbox.parse(box)
  for (const given of activities) {
    const activity = activitySchema.parse(given)
    if (isErased(read, activity)) {
      measure(metricNames.erasedDropped)
      log.info('a fact about an erased lead was dropped', { leadId, type: activity.type })
    } else await recordFact(activity, also)
  }
  return true
}

async function recordFact(activity: Activity, also: Also | undefined): Promise<void> {
  const { leadId, id, type, at, data } = activity
  const key = activityKey(leadId, at, id)
  if (quiet.includes(type)) {
    await putItem(key, activity, ifAbsent)
    return
  }
  if (!(await putItem(key, { ...activity, untold: true }, ifAbsent))) {
    const before = await getItem(key)
    if (!before?.untold) return
  }
  const changed = await changeLead(leadId, { type, id, at, data }, (lead) => {
    const profile = foldFacts(lead.profile, [activity])
    const others = also?.({ ...lead, profile })
    return { set: { ...profile, ...others?.set }, announce: others?.announce ?? [], tell: true }
  })
  if (!changed) throw new Error('the lead of this fact is only half made')
  // Until here a repeat does it all again; from here it does nothing.
  await updateItem(key, { set: { untold: undefined } }, ifPresent)
}
