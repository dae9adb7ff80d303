import { createHash, timingSafeEqual } from 'node:crypto'
import { Webhook as Verifier } from 'standardwebhooks'
import { toInstant } from '../../core/names.ts'
import type { OutcomeSource } from '../../core/webhooks/outcome.ts'
import { apiKey, secretsInForce, signingSecret } from '../../core/webhooks/signing-secret.ts'
import { tokenKeys } from '../aws/secrets.ts'
import { now } from '../runtime/clock.ts'
import { keyThatCalls } from '../sources/key-that-calls.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** A message that counts: its id, and the API key that it came with, where that is not the source's own. */
interface Authentic {
  readonly messageId: string
  readonly keyId?: string
}

/**
 * Is it of this source: signed as Standard Webhooks says (within five minutes of the real time), or sent with the source's API key, or with one of scope `outcomes`?
 * Undefined for anything else.
 */
export async function authentic(
  source: OutcomeSource,
  headers: Headers,
  rawBody: string,
): Promise<Authentic | undefined> {
  const byKey = { messageId: headers['idempotency-key'] ?? headers['webhook-id'] ?? '' }
  const shared = await keyThatCalls(headers.authorization, 'outcomes')
  if (shared) return { ...byKey, keyId: shared.keyId }
  const keys = await tokenKeys()
  const secrets = secretsInForce(source.secrets, toInstant(now()))
  const given = /^Bearer (ripen_\S{1,100})$/i.exec(headers.authorization ?? '')?.[1]
  if (given !== undefined) return secrets.some((one) => isSame(given, apiKey(one, keys))) ? byKey : undefined
  const messageId = headers['webhook-id']
  if (messageId === undefined) return undefined
  return secrets.some((one) => isSigned(signingSecret(one, keys), headers, rawBody)) ? { messageId } : undefined
}

/** Is it signed with one of these secrets, within five minutes of the real time? */
export async function isSignedBy(
  secrets: OutcomeSource['secrets'],
  headers: Headers,
  rawBody: string,
): Promise<boolean> {
  const keys = await tokenKeys()
  return secretsInForce(secrets, toInstant(now())).some((one) => isSigned(signingSecret(one, keys), headers, rawBody))
}

function isSigned(secret: string, headers: Headers, rawBody: string): boolean {
  try {
    const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('webhook-')))
    new Verifier(secret).verify(rawBody, signed as Record<string, string>, { jsonParse: false })
    return true
  } catch {
    return false
  }
}

function isSame(given: string, known: string): boolean {
  const hashed = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hashed(given), hashed(known))
}
