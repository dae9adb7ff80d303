import { linkClaims } from '../../core/consent/links.ts'
import { readToken } from '../../core/consent/tokens.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'

/** What a link in a mail says of who came by it. */
export interface Sign {
  readonly state: 'good' | 'expired' | 'bad'
  readonly leadId?: string
}

/** Reads what stood behind `#ripen=`; only a good sign names somebody. */
export async function readSign(token: string): Promise<Sign> {
  const read = readToken(token, 'click', await tokenKeys(), now())
  if (read.state !== 'good') return { state: read.state }
  const claims = linkClaims.click.safeParse(read.claims)
  return claims.success ? { state: 'good', leadId: claims.data.leadId } : { state: 'bad' }
}
