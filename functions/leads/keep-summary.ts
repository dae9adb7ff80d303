import { profileKey } from '../aws/keys.ts'
import { updateItem } from '../aws/table.ts'
import type { ReadLead } from './lead-state.ts'

/**
 * Writes down the activity summary that reading this lead made from all its facts, so that the next reading has it; nothing where it was there. Nothing of the
 * lead changes by it, so its version stays and nobody is told; where somebody wrote the profile since, their write has kept it.
 */
export async function keepSummary({ profile, stored }: ReadLead): Promise<void> {
  if (stored.activitySummary !== undefined) return
  await updateItem(
    profileKey(profile.leadId),
    { set: { activitySummary: profile.activitySummary } },
    { text: '#version = :read', names: { '#version': 'version' }, values: { ':read': profile.version } },
  )
}
