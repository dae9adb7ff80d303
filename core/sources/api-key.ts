import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { listSource } from '../lists/list-row.ts'
import { instant } from '../names.ts'
import { type KeyScope, keyScopes } from '../route.ts'
import { secretsInForce, shownSecrets } from '../webhooks/signing-secret.ts'

/** A secret of a key as it is kept: its hash alone. It has 256 bits of chance, so there is nothing to guess and no salt is needed. */
export const hashedSecret = z.object({
  hash: z.string(),
  madeAt: instant,
  /** Until when it still counts, once another took its place. */
  until: z.optional(instant),
})
export type HashedSecret = z.infer<typeof hashedSecret>

export const keyId = z.string().check(z.regex(/^[a-z2-7]{16}$/))

/** What lets a program in that is not staff: `APIKEYS / KEY#id`. */
export const apiKey = z.object({
  keyId,
  /** What people call it: which program has it. */
  name: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  /** All leads that it posts are of this source, whatever it says. */
  source: z.optional(listSource),
  secrets: z.array(hashedSecret),
  createdAt: instant,
  createdBy: z.string(),
  /** To the hour: a key is not written at each call. */
  lastUsedAt: z.optional(instant),
  rev: z.int(),
})
export type ApiKey = z.infer<typeof apiKey>

/** A key as it is sent: `ripenkey_`, its id, and its secret. The beginning makes scanners of source code find one that leaked. */
export function keyText(id: string, secret: string): string {
  return `ripenkey_${id}_${secret}`
}

/** Id and secret of a key in an `Authorization` header; undefined where there is none. */
export function keyIn(authorization: string | undefined): { keyId: string; secret: string } | undefined {
  const found = /^Bearer ripenkey_([a-z2-7]{16})_([\w-]{43})$/i.exec(authorization ?? '')
  return found?.[1] && found[2] ? { keyId: found[1], secret: found[2] } : undefined
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** May a key with these scopes do this? */
export function mayDo({ scopes }: Pick<ApiKey, 'scopes'>, scope: KeyScope): boolean {
  return scopes.includes(scope)
}

/** The hashes that count at this time. */
export function hashesInForce({ secrets }: Pick<ApiKey, 'secrets'>, at: string): string[] {
  return secretsInForce(secrets, at).map(({ hash }) => hash)
}

/** A key as it is answered: its secrets by their dates alone. */
export function shownKey({ secrets, rev, ...rest }: ApiKey, at: string) {
  return { ...rest, secrets: shownSecrets(secrets, at) }
}
