import { Webhook as Signer } from 'standardwebhooks'
import { toInstant } from '../../core/names.ts'
import type { Attempt, Delivery } from '../../core/webhooks/delivery.ts'
import { secretsInForce, signingSecret } from '../../core/webhooks/signing-secret.ts'
import type { Webhook } from '../../core/webhooks/webhook.ts'
import { env } from '../aws/env.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { sendOutside } from './send-outside.ts'

/** How long a receiver may take, in real ms: half of what a function has. */
const withinMs = 15_000

/** Posts a message as Standard Webhooks says, signed with each secret that counts, so that either side may change it first. */
export async function postSigned(
  { messageId, payload }: Pick<Delivery, 'messageId' | 'payload'>,
  { url, secrets }: Pick<Webhook, 'url' | 'secrets'>,
): Promise<Attempt> {
  const at = toInstant(now())
  const keys = await tokenKeys()
  // Real time, as all that guards a connection: receivers compare it with their own clock.
  const timestamp = new Date()
  const signatures = secretsInForce(secrets, at).map((one) =>
    new Signer(signingSecret(one, keys)).sign(messageId, timestamp, payload),
  )
  const startedMs = performance.now()
  const outcome = await sendOutside(
    {
      url,
      body: payload,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Ripen-Webhooks/1',
        'webhook-id': messageId,
        'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1_000)),
        'webhook-signature': signatures.join(' '),
      },
    },
    { loopback: env('WEBHOOK_LOOPBACK') === 'allowed', withinMs },
  )
  return { at, ms: Math.round(performance.now() - startedMs), ...outcome }
}
