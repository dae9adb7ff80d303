import { hkdfSync } from 'node:crypto'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import * as z from 'zod/mini'
import { once } from '../../core/once.ts'
import { env } from './env.ts'

export const secretsManager = new SecretsManagerClient({})

/** How long a function works with keys it has read: a rotated key is known everywhere after this. */
const keptMs = 5 * 60_000

/** Keys that sign tokens: a new one is added by rotation, older ones still read what they signed. */
export interface TokenKeys {
  /** Id of the key that signs now. */
  readonly current: string
  readonly keys: Readonly<Record<string, Buffer>>
}

let identity: Promise<Buffer> | undefined
let tokens: { read: Promise<TokenKeys>; at: number } | undefined

/** The key that makes lead ids of addresses; it never changes, so it is read once. */
export function identityKey(): Promise<Buffer> {
  identity ??= readSecret(env('IDENTITY_KEY_SECRET')).then((text) => derive(text, 'lead identity'))
  identity.catch(() => {
    identity = undefined
  })
  return identity
}

/**
 * The keys that sign links. The secret is either generated text (one key, id `k1`) or, once rotated,
 * JSON `{ "current": "k2", "keys": { "k1": "...", "k2": "..." } }`.
 */
export function tokenKeys(): Promise<TokenKeys> {
  if (tokens && performance.now() - tokens.at < keptMs) return tokens.read
  const read = readSecret(env('TOKEN_KEYS_SECRET')).then(parseTokenKeys)
  tokens = { read, at: performance.now() }
  read.catch(() => {
    tokens = undefined
  })
  return read
}

const rotated = once(() =>
  z.object({
    current: z.string(),
    keys: z.record(z.string().check(z.regex(/^[a-z0-9]{1,8}$/)), z.string().check(z.minLength(32))),
  }),
)

function parseTokenKeys(text: string): TokenKeys {
  if (!text.trimStart().startsWith('{')) return { current: 'k1', keys: { k1: derive(text, 'tokens') } }
  const { current, keys } = rotated().parse(JSON.parse(text))
  if (!keys[current]) throw new Error('the secret with the token keys names a current key that it does not hold')
  return { current, keys: Object.fromEntries(Object.entries(keys).map(([id, key]) => [id, derive(key, 'tokens')])) }
}

function derive(text: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', text, '', `ripen ${purpose}`, 32))
}

async function readSecret(id: string): Promise<string> {
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: id }))
  if (!SecretString) throw new Error('the secret is empty')
  return SecretString
}
