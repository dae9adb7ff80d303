import { toInstant } from '../../core/names.ts'
import type { Called } from '../../core/outreach/call-result.ts'
import type { Provider } from '../../core/outreach/provider.ts'
import { type Touch, touchNameOf } from '../../core/outreach/touch.ts'
import { env } from '../aws/env.ts'
import { now } from '../runtime/clock.ts'
import { postSigned } from '../webhooks/post-signed.ts'
import type { ComposedMessage } from './compose-message.ts'

/** Makes the one call of a message. Never throws for what the provider answers. */
export async function callProvider(made: ComposedMessage, message: Touch, provider: Provider): Promise<Called> {
  if (provider.kind === 'aws-sms') {
    const { sendSms } = await import('./send-sms.ts')
    return sendSms(made, message)
  }
  const { providerId, url = '', secrets } = provider
  const messageId = touchNameOf(message)
  const { channel, sequence, step } = message
  const payload = JSON.stringify({
    type: 'message.send',
    timestamp: toInstant(now()),
    data: { messageId, channel, ...made, sequence, step, callback: `${env('API_URL')}/callbacks/${providerId}` },
  })
  const { status, error } = await postSigned({ messageId, payload }, { url, secrets })
  return status === undefined ? { error: error ?? 'failed' } : { status }
}
