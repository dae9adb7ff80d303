import type { Activity } from '../../core/leads/activity.ts'
import { newMailbox, newProfile } from '../../core/leads/new-lead.ts'
import { mailboxKey, profileKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem } from '../aws/table.ts'
import { placesOf } from './change-lead.ts'

/** Makes the lead of this address where there is none: its mailbox first, which decides that nothing may be mailed yet, then the profile by its first fact. */
export async function ensureLead(leadId: string, email: string, first: Activity): Promise<void> {
  if (await getItem(profileKey(leadId))) return
  await putItem(mailboxKey(leadId), newMailbox(leadId), ifAbsent)
  const profile = newProfile({ leadId, email }, first)
  await putItem(profileKey(leadId), { ...profile, ...placesOf(profile) }, ifAbsent)
}
