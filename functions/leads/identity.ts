import { createHmac } from 'node:crypto'
import { base32 } from '../../core/base32.ts'
import { identityKey } from '../aws/secrets.ts'

/** The id of the lead with this canonical address: a keyed hash, so that upserts need no look-up and the id tells nothing. */
export async function leadIdOf(canonicalEmail: string): Promise<string> {
  return base32(
    createHmac('sha256', await identityKey())
      .update(canonicalEmail)
      .digest()
      .subarray(0, 20),
  )
}
