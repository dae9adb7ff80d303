import { hkdfSync } from 'node:crypto'
import * as z from 'zod/mini'
import type { SigningKeys } from '../consent/tokens.ts'
import { instant } from '../names.ts'

/**
 * A secret that Ripen shares with somebody outside. It is kept nowhere: it is derived from one of the stage's token keys and this salt, so that neither the
 * table nor a backup of it gives it away.
 */
export const sharedSecret = z.object({
  salt: z.string(),
  /** Which of the token keys it is derived from. */
  key: z.string(),
  madeAt: instant,
  /** Until when it still counts, once another took its place. */
  until: z.optional(instant),
})
export type SharedSecret = z.infer<typeof sharedSecret>

/** Since when a secret counts, and until when. */
type Dated = Pick<SharedSecret, 'madeAt' | 'until'>

/** At most so many secrets count at the same time: the one that signs, and those that are on their way out. */
const secretsAtMost = 3

/** The secret itself in the form of Standard Webhooks: `whsec_` and 32 bytes in base64. Throws Error when its key is gone. */
export function signingSecret(secret: SharedSecret, keys: SigningKeys): string {
  return `whsec_${derived('webhook signing', secret, keys).toString('base64')}`
}

/** The same secret as a key to send with a request, for programs that can't sign. */
export function apiKey(secret: SharedSecret, keys: SigningKeys): string {
  return `ripen_${derived('webhook api key', secret, keys).toString('base64url')}`
}

/** Those that count at this time, the newest first. */
export function secretsInForce<Secret extends Dated>(secrets: readonly Secret[], at: string): Secret[] {
  return secrets
    .filter(({ until }) => until === undefined || until > at)
    .toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
}

/** Those that count as staff sees them: by their dates alone. */
export function shownSecrets(secrets: readonly Dated[], at: string) {
  return secretsInForce(secrets, at).map(({ madeAt, until }) => ({ madeAt, ...(until && { until }) }))
}

/** The secrets after another was made: those before it count until `until`, no longer than they did. Undefined where too many still count. */
export function rotated<Secret extends Dated>(
  secrets: readonly Secret[],
  made: Secret,
  until: string,
): Secret[] | undefined {
  const kept = secretsInForce(secrets, made.madeAt).map((one) => ({
    ...one,
    until: one.until !== undefined && one.until < until ? one.until : until,
  }))
  const inForce = until > made.madeAt ? kept : []
  return inForce.length >= secretsAtMost ? undefined : [made, ...inForce]
}

function derived(purpose: string, { salt, key }: SharedSecret, { keys }: SigningKeys): Buffer {
  const master = keys[key]
  if (!master) throw new Error(`there is no token key "${key}" any more, and a secret was made with it`)
  return Buffer.from(hkdfSync('sha256', master, salt, `ripen ${purpose}`, 32))
}
