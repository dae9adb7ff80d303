import {
  ConflictException,
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
} from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { toInstant } from '../../core/names.ts'
import type { Called } from '../../core/outreach/call-result.ts'
import { type Touch, touchNameOf } from '../../core/outreach/touch.ts'
import { env } from '../aws/env.ts'
import { smsPointerKey } from '../aws/keys.ts'
import { SigningHash } from '../aws/signing-hash.ts'
import { putItem } from '../aws/table.ts'
import { withoutLog } from '../aws/without-log.ts'
import { now } from '../runtime/clock.ts'
import type { ComposedMessage } from './compose-message.ts'
import { recordOutcome } from './record-outcome.ts'

/** One try only: AWS knows no repeat, and the SDK's own retries would send twice. */
export const sms = withoutLog(new PinpointSMSVoiceV2Client({ maxAttempts: 1, sha256: SigningHash }))

/** How long AWS may take to answer, in ms of real time. */
const answerWithinMs = 6_000
/** Reports of carriers come within three days. */
const pointerKeptMs = 7 * 86_400_000

/** Sends one SMS by AWS End User Messaging in one call. Never throws for what AWS answers; who has told AWS to stop is not spoken to by SMS any more. */
export async function sendSms({ to, text }: ComposedMessage, message: Touch): Promise<Called> {
  const messageId = touchNameOf(message)
  const command = new SendTextMessageCommand({
    DestinationPhoneNumber: to,
    OriginationIdentity: env('SMS_ORIGINATION'),
    MessageBody: text,
    MessageType: 'PROMOTIONAL',
    ConfigurationSetName: env('SMS_CONFIGURATION_SET'),
    // Comes back with what AWS reports of it: an id, and nothing about the person.
    Context: { ripen: messageId },
  })
  try {
    const { MessageId } = await sms.send(command, { abortSignal: AbortSignal.timeout(answerWithinMs) })
    if (MessageId) await pointTo(MessageId, messageId)
    return { status: 200 }
  } catch (error) {
    if (error instanceof ConflictException && error.Reason === 'DESTINATION_PHONE_NUMBER_OPTED_OUT') {
      await recordOutcome({ messageId, outcome: 'stop', at: toInstant(now()), by: message.provider ?? '' })
    }
    return calledBy(error)
  }
}

/** What reports of AWS name is AWS's own id. */
async function pointTo(smsId: string, messageId: string): Promise<void> {
  const expiresAt = Math.floor((now() + pointerKeptMs) / 1_000)
  await putItem(smsPointerKey(smsId), { messageId, expiresAt })
}

/** What AWS refuses as it is. */
const refusals = new Set(['ValidationException', 'ConflictException'])
/** No message was sent: the account, the number or the moment is the matter. */
const notMade = new Set([
  'ThrottlingException',
  'ServiceQuotaExceededException',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
  'CredentialsProviderError',
])

function calledBy(error: unknown): Called {
  const { name = 'Error', code } = error as { name?: string; code?: string }
  if (refusals.has(name)) return { status: 400 }
  if (notMade.has(name)) return { status: 429 }
  return { error: code ?? name }
}
