import { replyLocalPart } from '../../core/replies/reply-address.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'

/** Where a reply to this mail goes, under the sender's name: to an address of its own that Ripen receives; undefined where no domain is set for that. */
export async function replyAddress(mail: { leadId: string; sendId: string }): Promise<string | undefined> {
  const domain = env('REPLY_DOMAIN')
  if (domain === undefined) return undefined
  const address = `${replyLocalPart(mail, await tokenKeys())}@${domain}`
  return env('SENDER').replace(/<[^<>]*>$/, `<${address}>`)
}
