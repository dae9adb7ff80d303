import { standardFieldsIn } from '../../core/capture/asked-fields.ts'
import type { FormField } from '../../core/capture/form.ts'
import { formsKind } from '../../core/content/schemas.ts'
import { type Profile, profile } from '../../core/leads/lead.ts'
import { profileKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { allCurrent } from '../content/published.ts'

/** What is known of whoever reads a page behind a link in a mail, and the fields that they may see and change of it. */
export interface ReaderAnswers {
  readonly profile: Profile
  readonly fields: readonly FormField[]
}

/** Reads it; undefined of a lead that is not there, or is erased. */
export async function readerAnswers(leadId: string): Promise<ReaderAnswers | undefined> {
  const known = await readerProfile(leadId)
  if (!known) return undefined
  const forms = await allCurrent(formsKind)
  return { profile: known, fields: standardFieldsIn(forms.map(({ value }) => value)) }
}

/** The profile of a lead to which one may speak; undefined of one that is not there, or is erased. */
export async function readerProfile(leadId: string): Promise<Profile | undefined> {
  const item = await getItem(profileKey(leadId))
  const read = item && profile.parse(item)
  return read && read.status !== 'erased' && read.email !== '' ? read : undefined
}
