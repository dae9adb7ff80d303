import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { env } from './env.ts'
import { SigningHash } from './signing-hash.ts'
import { withoutLog } from './without-log.ts'

/** One try only: the SDK's own retries would mail twice. */
export const ses = withoutLog(new SESv2Client({ maxAttempts: 1, sha256: SigningHash }))

/** How long SES may take to answer, in ms of real time; with the fence before it no call can end long after its claim. */
const answerWithinMs = 6_000

export interface Letter {
  readonly to: string
  readonly replyTo?: string | undefined
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
  /** Come back with every event of this mail: ASCII letters, digits, `_` and `-`. */
  readonly tags: Readonly<Record<string, string>>
}

/**
 * What became of the one call. `refused`: never of use again. `not-now`: certainly not sent, and another time may do; `account` when
 * it concerns the whole account rather than this moment. `unknown`: no answer that tells, so it may have been sent.
 */
export type Delivery =
  | { readonly result: 'accepted'; readonly messageId: string }
  | { readonly result: 'refused'; readonly reason: string }
  | { readonly result: 'not-now'; readonly reason: string; readonly account: boolean }
  | { readonly result: 'unknown'; readonly reason: string }

/** Hands one mail to SES in one call; never throws for what SES answers. */
export async function deliver(letter: Letter): Promise<Delivery> {
  const command = new SendEmailCommand({
    FromEmailAddress: env('SENDER'),
    Destination: { ToAddresses: [letter.to] },
    ...(letter.replyTo && { ReplyToAddresses: [letter.replyTo] }),
    Content: {
      Simple: {
        Subject: utf8(letter.subject),
        Body: { Html: utf8(letter.html), Text: utf8(letter.text) },
        ...(letter.headers && {
          Headers: Object.entries(letter.headers).map(([Name, Value]) => ({ Name, Value })),
        }),
      },
    },
    ConfigurationSetName: env('CONFIGURATION_SET'),
    EmailTags: Object.entries(letter.tags).map(([Name, Value]) => ({ Name, Value })),
  })
  try {
    const { MessageId } = await ses.send(command, { abortSignal: AbortSignal.timeout(answerWithinMs) })
    return { result: 'accepted', messageId: MessageId ?? '' }
  } catch (error) {
    return whatItMeans(error)
  }
}

const refusals = new Set(['MessageRejected', 'BadRequestException', 'ValidationException'])
/** SES says MessageRejected also when the sender's domain is not proven, or in the sandbox: no fault of this mail. */
const notVerified = /\bnot verified\b/
const throttles = new Set(['TooManyRequestsException', 'ThrottlingException', 'Throttling'])
const accountTroubles = new Set([
  'LimitExceededException',
  'SendingPausedException',
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
  'NotFoundException',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'ExpiredTokenException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  // No credentials, so no call was made.
  'CredentialsProviderError',
])
/** The connection was never there, so nothing was sent over it. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

function whatItMeans(error: unknown): Delivery {
  const { name = 'Error', code, message = '' } = error as { name?: string; code?: string; message?: string }
  if (name === 'MessageRejected' && notVerified.test(message)) {
    return { result: 'not-now', reason: 'not verified', account: true }
  }
  if (refusals.has(name)) return { result: 'refused', reason: name }
  if (throttles.has(name)) return { result: 'not-now', reason: name, account: false }
  if (accountTroubles.has(name)) return { result: 'not-now', reason: name, account: true }
  if (code && neverConnected.has(code)) return { result: 'not-now', reason: code, account: false }
  return { result: 'unknown', reason: code ?? name }
}

function utf8(text: string): { Data: string; Charset: string } {
  return { Data: text, Charset: 'UTF-8' }
}
