import type { LeadState } from '../../core/leads/lead-status.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { replyLocalPart } from '../../core/replies/reply-address.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { ownerAddress } from './owner-address.ts'

/**
 * Where a reply to this mail goes: to an address of its own that Ripen receives, which passes it on to the owner, too. Where no domain is set for that, to the owner
 * (`audience: with-sales`); undefined: to the sender.
 */
export async function replyTo(
  mail: { leadId: string; sendId: string },
  sequence: Sequence,
  lead: LeadState,
): Promise<string | undefined> {
  const domain = env('REPLY_DOMAIN')
  if (domain === undefined) return ownerAddress(sequence, lead)
  const address = `${replyLocalPart(mail, await tokenKeys())}@${domain}`
  return env('SENDER').replace(/<[^<>]*>$/, `<${address}>`)
}
