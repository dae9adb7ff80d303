import { generateKeyPair as generate, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { createLocalJWKSet, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Journal } from '../journal.ts'

const generateKeyPair = promisify(generate)
const algorithm = 'RS256'

export interface TokenSubject {
  readonly username: string
  readonly sub: string
  readonly groups: readonly string[]
}

/** Signs access tokens as Cognito's and checks them; the key is drawn once for each data folder. Tokens live and end by real time. */
export class Issuer {
  readonly issuer: string
  readonly clientId: string
  readonly tokenSeconds: number
  readonly #keys: Promise<{ privateKey: JWK; publicKey: JWK }>
  /** Made once: it keeps its keys imported. */
  readonly #known: Promise<ReturnType<typeof createLocalJWKSet>>

  constructor(options: { journal: Journal; issuer: string; clientId: string; tokenMinutes: number }) {
    this.issuer = options.issuer
    this.clientId = options.clientId
    this.tokenSeconds = options.tokenMinutes * 60
    this.#keys = keptKeys(options.journal)
    this.#known = this.jwks().then(createLocalJWKSet)
  }

  /** Resolves once the key is drawn and kept. */
  async ready(): Promise<void> {
    await this.#keys
  }

  async jwks(): Promise<{ keys: JWK[] }> {
    return { keys: [(await this.#keys).publicKey] }
  }

  async sign(subject: TokenSubject): Promise<string> {
    const { privateKey } = await this.#keys
    const now = Math.floor(Date.now() / 1_000)
    const claims: JWTPayload = {
      sub: subject.sub,
      ...(subject.groups.length > 0 && { 'cognito:groups': subject.groups }),
      iss: this.issuer,
      version: 2,
      client_id: this.clientId,
      origin_jti: randomUUID(),
      token_use: 'access',
      scope: 'openid',
      auth_time: now,
      jti: randomUUID(),
      username: subject.username,
    }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: String(privateKey.kid) })
      .setIssuedAt(now)
      .setExpirationTime(now + this.tokenSeconds)
      .sign(await importJWK(privateKey, algorithm))
  }

  /** The claims of a token that this issuer signed for one of the audiences (`aud`, or `client_id` where there is none); throws Error. */
  async verify(token: string, audience: readonly string[]): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, await this.#known, {
      issuer: this.issuer,
      algorithms: [algorithm],
      requiredClaims: ['exp'],
    })
    const meant = [payload.aud ?? payload.client_id].flat()
    if (!meant.some((one) => audience.includes(String(one)))) throw new Error('the token is for another audience')
    return payload
  }
}

async function keptKeys(journal: Journal): Promise<{ privateKey: JWK; publicKey: JWK }> {
  const kept = journal.setting('issuer.key')
  const privateKey = kept ? (JSON.parse(kept) as JWK) : await drawnKey()
  if (!kept) journal.keepSetting('issuer.key', JSON.stringify(privateKey))
  const { kty, n, e, kid, use, alg } = privateKey
  return { privateKey, publicKey: { kty, n, e, kid, use, alg } as JWK }
}

async function drawnKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('rsa', { modulusLength: 2048 })
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), use: 'sig', alg: algorithm }
}
