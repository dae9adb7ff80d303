import { knownAnswers } from '../../core/capture/asked-fields.ts'
import { readEmailAddress } from '../../core/capture/email-address.ts'
import { linkClaims } from '../../core/consent/links.ts'
import { readToken } from '../../core/consent/tokens.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { readerProfile } from '../consent/reader-answers.ts'
import { now } from '../runtime/clock.ts'

/** Somebody who came to a form by the link in a mail to them. */
export interface KnownReader {
  readonly profile: Profile
  /** The names of what they answered. */
  readonly known: ReadonlySet<string>
}

/**
 * Who came by this link (`?for=`); undefined for a stranger, as whoever has no link is, whatever address they type: also for a link that is old, forged or of
 * somebody erased, which therefore look alike.
 */
export async function knownReader(sign: string | undefined): Promise<KnownReader | undefined> {
  if (!sign) return undefined
  const read = readToken(sign, 'form', await tokenKeys(), now())
  if (read.state !== 'good') return undefined
  const claims = linkClaims.form.safeParse(read.claims)
  const profile = claims.success ? await readerProfile(claims.data.leadId) : undefined
  return profile && { profile, known: knownAnswers(profile) }
}

/** The reader, if it is them who posts: who gives another address is another person, whoever's link they came by. */
export function isTheirs({ profile }: KnownReader, email: unknown): boolean {
  if (email === undefined || email === null || email === '') return true
  const read = typeof email === 'string' ? readEmailAddress(email) : undefined
  return read !== undefined && 'address' in read && read.address === profile.email
}
