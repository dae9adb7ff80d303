import * as z from 'zod/mini'
import { fieldName } from '../capture/form.ts'
import { otherChannel } from '../consent/channel.ts'
import { instant, slug } from '../names.ts'
import { sharedSecret, shownSecrets } from '../webhooks/signing-secret.ts'

/** How a provider is called: by a signed webhook, or as SMS by AWS End User Messaging. */
export const providerKinds = ['webhook', 'aws-sms'] as const

/** Who delivers messages of sequences: `WEBHOOKS / PROVIDER#id`. */
export const provider = z.object({
  providerId: slug,
  kind: z.enum(providerKinds),
  /** Of a webhook. */
  url: z.optional(z.string()),
  channels: z.array(otherChannel),
  /** The field of a lead that says where a message goes. */
  to: fieldName,
  /** It knows a message again by its `webhook-id`, so that a call whose answer nobody saw may be made again. */
  idempotent: z.boolean(),
  description: z.optional(z.string()),
  enabled: z.boolean(),
  secrets: z.array(sharedSecret),
  createdAt: instant,
  createdBy: z.string(),
  rev: z.int(),
})
export type Provider = z.infer<typeof provider>

/** A provider as it is answered: its secrets by their dates alone. */
export function shownProvider({ secrets, rev, ...rest }: Provider, at: string) {
  return { ...rest, secrets: shownSecrets(secrets, at) }
}
