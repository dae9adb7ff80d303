import { nearestOf } from '../../core/content/words.ts'
import { durationMs } from '../../core/duration.ts'
import { storedFile } from '../../core/files/file-bytes.ts'
import type { GatedFile } from '../../core/files/gated-file.ts'
import { fromInstant } from '../../core/names.ts'
import { profileKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'
import { readMailbox } from '../consent/change-mailbox.ts'
import { readLink } from '../consent/link-page.ts'
import { now } from '../runtime/clock.ts'
import { Problem } from '../runtime/problem.ts'
import { liveFile } from './live-file.ts'

/** What a link leads to, for the person that it was made for. */
export interface AskedFile {
  readonly leadId: string
  readonly sendId: string
  readonly file: GatedFile
  /** The language of the file that is given: the lead's, or the nearest that there is. */
  readonly locale: string
  /** The name of its bytes. */
  readonly stored: string
  readonly signedAt: string
  readonly expired: boolean
}

/**
 * What stands behind the token of a link: the file as it is live now, however old the mail is; how long the link is good is said by the file. Throws a
 * {@link Problem} 404 for a token that is not ours, a lead that was erased, and a file that is not (any more).
 */
export async function askedFile(token: string): Promise<AskedFile> {
  const { claims, signedAt } = await readLink('file', token)
  const { leadId, sendId } = claims
  const [box, profile, live] = await Promise.all([
    readMailbox(leadId),
    getItem(profileKey(leadId), { consistent: false }),
    liveFile(claims.file),
  ])
  if (!box || box.erasedAt || !profile || !live) throw nothingHere()
  const { file, files } = live
  const locale = nearestOf(Object.keys(file.files), String(profile.locale ?? 'en')) ?? ''
  const path = `files/${file.id}/${file.files[locale]}`
  const stored = storedFile(path, files[path] ?? '')
  if (!stored) throw nothingHere()
  const expired = now() >= fromInstant(signedAt) + durationMs(file.link)
  return { leadId, sendId, file, locale, stored, signedAt, expired }
}

function nothingHere(): Problem {
  return new Problem(404, 'There is nothing at this address.')
}
