import { createHmac, timingSafeEqual } from 'node:crypto'

const day = 86_400_000

/** What a token is for, and how long it is good (in ms; undefined: for ever). A token made for one purpose reads as bad for any other. */
export const tokenPurposes = {
  /** Double opt-in: the button behind the link in the confirmation mail. */
  confirm: 14 * day,
  /** One-click unsubscribe works as long as the mail exists. */
  unsubscribe: undefined,
  preferences: undefined,
  /** When a form was shown to a visitor. */
  render: day,
  /** Links in a mail to sales. */
  answer: 14 * day,
  /** A link in a mail about a task: longer than most tasks wait. */
  task: 60 * day,
  /** A list that somebody was shown before saying yes to it. */
  broadcast: day / 24,
  /** Who came by a link in a mail: whoever comes later may be somebody to whom it was passed on. */
  click: 90 * day,
  /** A form that does not ask again what its reader said: after that it is the form that strangers see. */
  form: 90 * day,
  /** How long a link to a gated file is good is said by the file itself. */
  file: undefined,
  /** The address that replies to a mail come to (`core/replies/reply-address.ts`): people answer after months, too. */
  reply: undefined,
} as const satisfies Record<string, number | undefined>
export type TokenPurpose = keyof typeof tokenPurposes

/** Ids and numbers only: a token stands in URLs and logs, so never an address or a name. */
export type TokenClaims = Readonly<Record<string, string | number>>

/** Signing keys by id; `current` signs, all read. */
export interface SigningKeys {
  readonly current: string
  readonly keys: Readonly<Record<string, Uint8Array>>
}

export type ReadToken =
  | { readonly state: 'good'; readonly claims: TokenClaims; readonly signedAtMs: number }
  | { readonly state: 'expired'; readonly claims: TokenClaims; readonly signedAtMs: number }
  | { readonly state: 'bad' }

const bad: ReadToken = { state: 'bad' }

/** A compact signed token `<key id>.<claims>.<HMAC-SHA256>`, bound to its purpose; throws Error when the current key is missing. */
export function signToken(purpose: TokenPurpose, claims: TokenClaims, keys: SigningKeys, nowMs: number): string {
  const key = currentKey(keys)
  const payload = Buffer.from(JSON.stringify([nowMs, claims])).toString('base64url')
  return `${keys.current}.${payload}.${macOf(purpose, keys.current, payload, key).toString('base64url')}`
}

/** Reads a token that {@link signToken} made for this purpose; anything else is `bad`, never an exception. */
export function readToken(token: string, purpose: TokenPurpose, keys: SigningKeys, nowMs: number): ReadToken {
  const [id, payload, signature, ...rest] = token.split('.')
  if (!id || !payload || !signature || rest.length > 0) return bad
  const key = Object.hasOwn(keys.keys, id) ? keys.keys[id] : undefined
  if (!key) return bad
  const expected = macOf(purpose, id, payload, key)
  const given = Buffer.from(signature, 'base64url')
  // The text is compared too: base64url can write the same bytes in more than one way.
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return bad
  if (signature !== expected.toString('base64url')) return bad
  const [signedAtMs, claims] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [number, TokenClaims]
  const lifetimeMs = tokenPurposes[purpose]
  const expired = lifetimeMs !== undefined && nowMs >= signedAtMs + lifetimeMs
  return { state: expired ? 'expired' : 'good', claims, signedAtMs }
}

/** HMAC-SHA256 of a payload, for one purpose and with one key. */
export function macOf(purpose: TokenPurpose, keyId: string, payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n${keyId}\n${payload}`).digest()
}

/** The key that signs now; throws Error when it is missing. */
export function currentKey({ keys, current }: SigningKeys): Uint8Array {
  const key = keys[current]
  if (!key) throw new Error(`there is no signing key "${current}"`)
  return key
}
