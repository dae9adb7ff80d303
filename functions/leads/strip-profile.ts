import { strippedProfile } from '../../core/leads/erasure.ts'
import { changeLead } from './change-lead.ts'

/** Takes from the profile of a person erased at this time all that was known until then, and tells that the lead changed. Nothing is written twice. */
export async function stripProfile(leadId: string, erasedAt: string): Promise<void> {
  await changeLead(leadId, { type: 'erased', id: leadId, at: erasedAt }, ({ profile }) => ({
    set: strippedProfile(profile, erasedAt),
  }))
}
