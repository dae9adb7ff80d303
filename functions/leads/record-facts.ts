import { ActivityObserved } from '../../core/events.ts'
import { type Activity, activity as activitySchema } from '../../core/leads/activity.ts'
import { isErased } from '../../core/leads/erasure.ts'
import { foldFacts } from '../../core/leads/fold-profile.ts'
import type { Profile } from '../../core/leads/lead.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { copyFor } from '../../core/leads/merge.ts'
import { metricNames } from '../../core/metrics.ts'
import type { Announcement } from '../aws/announce.ts'
import { publish } from '../aws/bus.ts'
import { activityKey } from '../aws/keys.ts'
import { getItem, ifAbsent, ifPresent, putItem, updateItem } from '../aws/table.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { log } from '../runtime/log.ts'
import { measure } from '../runtime/metrics.ts'
import { changeLead } from './change-lead.ts'
import { correctLead, isMisfolded } from './correct-lead.ts'
import { type ReadLead, readLead } from './lead-state.ts'

/** What else is to be written and announced with a fact; called again for each try of the write. */
export type Also = (lead: LeadState) => { set?: Partial<Profile>; announce?: readonly Announcement[] }

/** Facts that nobody decides by: they are kept, and no one is told (each telling runs three consumers). */
const quiet: readonly string[] = ['email-sent', 'email-delivered', 'email-delayed']

/**
 * The one door for facts about a lead: puts each activity once, folds it into the profile, and tells `LeadChanged`. A repeat changes nothing; after a crash at
 * any point the repeat does the rest. Facts about an erased lead from before its erasure are dropped. Answers false when there never was such a lead.
 */
export async function recordFacts(leadId: string, activities: readonly Activity[], also?: Also): Promise<boolean> {
  // The whole lead where it will be changed: one reading serves the check and the first change.
  const lead = activities.every(({ type }) => quiet.includes(type)) ? undefined : await readLead(leadId)
  const box = lead?.mailbox ?? (await readMailbox(leadId))
  if (!box) return false
  for (const [index, given] of activities.entries()) {
    const activity = activitySchema.parse(given)
    if (isErased(box, activity)) {
      measure(metricNames.erasedDropped)
      log.info('a fact about an erased lead was dropped', { leadId, type: activity.type })
    } else await recordFact(activity, also, index === 0 ? lead : undefined)
  }
  return true
}

async function recordFact(activity: Activity, also: Also | undefined, read: ReadLead | undefined): Promise<void> {
  const { leadId, id, type, at, data } = activity
  const key = activityKey(leadId, at, id)
  if (quiet.includes(type)) {
    await putItem(key, activity, ifAbsent)
    return
  }
  if (!(await putItem(key, { ...activity, untold: true }, ifAbsent))) {
    const before = await getItem(key)
    if (before && isMisfolded(before)) await correctLead(leadId, activity)
    if (!before?.untold) return
  }
  const decide = (lead: LeadState) => {
    const profile = foldFacts(lead.profile, [activity])
    const others = also?.({ ...lead, profile })
    return { set: { ...profile, ...others?.set }, announce: others?.announce ?? [], tell: true }
  }
  // Of a lead that is merged nothing is decided by it: the fact is told as one of the lead that it is merged into. An undo folds it in.
  const unlessMerged = (lead: LeadState) => (lead.mailbox.mergedInto ? {} : decide(lead))
  const changed = await changeLead(leadId, { type, id, at, data }, unlessMerged, { read })
  if (!changed) throw new Error('the lead of this fact is only half made')
  const { mergedInto } = changed.mailbox
  const copy = mergedInto && copyFor(mergedInto.leadId, activity)
  if (copy) await publish(ActivityObserved, { activity: copy })
  // Until here a repeat does it all again; from here it does nothing.
  const stored = await updateItem(key, { set: { untold: undefined } }, ifPresent)
  // Marked as a machine's while it was folded as a person's.
  if (stored && isMisfolded(stored)) await correctLead(leadId, activity)
}
