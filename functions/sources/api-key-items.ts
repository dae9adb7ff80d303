import { randomBytes } from 'node:crypto'
import { base32 } from '../../core/base32.ts'
import { toInstant } from '../../core/names.ts'
import { type ApiKey, apiKey, type HashedSecret, hashOf } from '../../core/sources/api-key.ts'
import { apiKeyKey } from '../aws/keys.ts'
import { updateItem } from '../aws/table.ts'
import { log } from '../runtime/log.ts'
import { Problem } from '../runtime/problem.ts'
import { allOf, readOne, writeOne } from '../webhooks/removable-items.ts'

/** All keys; those that were revoked are not there any more. */
export function allKeys(): Promise<ApiKey[]> {
  return allOf(apiKey, apiKeyKey(''))
}

export function readKey(keyId: string): Promise<ApiKey | undefined> {
  return readOne(apiKey, apiKeyKey(keyId))
}

/** One key; throws a {@link Problem} 404. */
export async function findKey(keyId: string): Promise<ApiKey> {
  const found = await readKey(keyId)
  if (!found) throw new Problem(404, 'There is no such key.')
  return found
}

/** Writes a key on condition that nobody did since it was read (`before`); false when somebody did. */
export function writeKey(one: ApiKey, before: ApiKey | undefined): Promise<boolean> {
  return writeOne(apiKeyKey(one.keyId), one, before)
}

export function newKeyId(): string {
  return base32(randomBytes(10))
}

/** A secret that nobody has had yet, and what is kept of it. */
export function newSecret(madeAt: string): { secret: string; kept: HashedSecret } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, kept: { hash: hashOf(secret), madeAt } }
}

const hourMs = 3_600_000

/** Notes when a key was used, to the hour, so that an unused one is seen. What was asked for with it never fails by this. */
export async function noteUse({ keyId, lastUsedAt }: ApiKey, nowMs: number): Promise<void> {
  const hour = toInstant(Math.floor(nowMs / hourMs) * hourMs)
  if (lastUsedAt !== undefined && lastUsedAt >= hour) return
  try {
    await updateItem(
      apiKeyKey(keyId),
      { set: { lastUsedAt: hour } },
      { text: 'attribute_exists(pk) AND attribute_not_exists(#removed)', names: { '#removed': 'removedAt' } },
    )
  } catch (error) {
    log.warn('when a key was used last could not be noted', { keyId, error: error as Error })
  }
}
