import { profileKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'

/** The address by which people know a lead; empty of one that is erased, or that is not there. */
export async function addressOf(leadId: string): Promise<string> {
  return String((await getItem(profileKey(leadId), { only: ['email'] }))?.email ?? '')
}
