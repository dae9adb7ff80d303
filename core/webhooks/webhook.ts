import * as z from 'zod/mini'
import { instant, slug } from '../names.ts'
import { type WebhookTypeName, webhookTypeNames } from './event-types.ts'
import { sharedSecret, shownSecrets } from './signing-secret.ts'

/** Somebody outside who is told what happens: `WEBHOOKS / ENDPOINT#id`. */
export const webhook = z.object({
  webhookId: slug,
  url: z.string(),
  types: z.array(z.enum(webhookTypeNames)),
  /** The member of staff who answers for it and hears when it is given up. */
  contact: slug,
  description: z.optional(z.string()),
  enabled: z.boolean(),
  /** Why and when it was switched off; `by` is one of the staff, or absent where Ripen gave it up. */
  disabled: z.optional(z.object({ reason: z.string(), at: instant, by: z.optional(z.string()) })),
  secrets: z.array(sharedSecret),
  createdAt: instant,
  createdBy: z.string(),
  /** Since when it is on: what nobody took for three days counts from then. */
  enabledAt: instant,
  /** When it last took a message, to the hour. */
  tookAt: z.optional(instant),
  /** It let a message wait until the deadline: until then it is not tried, so that others are not kept waiting. */
  restsUntil: z.optional(instant),
  rev: z.int(),
})
export type Webhook = z.infer<typeof webhook>

/** Is it told of this type now? */
export function hears({ enabled, types }: Webhook, type: WebhookTypeName): boolean {
  return enabled && types.includes(type)
}

/** A webhook as it is answered: its secrets by their dates alone. */
export function shownWebhook(one: Webhook, at: string) {
  const { secrets, rev, tookAt, restsUntil, ...rest } = one
  return {
    ...rest,
    ...(tookAt && { lastSuccessAt: tookAt }),
    ...(restsUntil && restsUntil > at && { restsUntil }),
    secrets: shownSecrets(secrets, at),
  }
}
