import { createHmac } from 'node:crypto'
import { base32 } from '../../core/base32.ts'
import { identityKey } from '../aws/secrets.ts'

/** The id of the lead with this canonical address: a keyed hash, so that upserts need no look-up and the id tells nothing. */
export async function leadIdOf(canonicalEmail: string): Promise<string> {
  return keyedHash(canonicalEmail)
}

/** What a network is counted under: a keyed hash, since an internet address is personal data. No address of a person has a line break, so it is no lead's id. */
export async function networkKeyOf(network: string): Promise<string> {
  return keyedHash(`network\n${network}`)
}

/** What a source calls a person, as it is kept: its own id may be personal data. */
export async function externalHashOf(source: string, externalId: string): Promise<string> {
  return keyedHash(`external\n${JSON.stringify([source, externalId])}`)
}

/** The name of a post by what it says: a keyed hash, since what it says is personal data. */
export async function postIdOf(content: string): Promise<string> {
  return keyedHash(`post\n${content}`)
}

async function keyedHash(text: string): Promise<string> {
  return base32(
    createHmac('sha256', await identityKey())
      .update(text)
      .digest()
      .subarray(0, 20),
  )
}
