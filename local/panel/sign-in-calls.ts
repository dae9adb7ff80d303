import { createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'
import type { Journal } from '../journal.ts'
import type { Issuer, TokenSubject } from '../staff/issuer.ts'
import type { PoolSettings } from '../staff/pool-settings.ts'
import type { UserPool } from '../staff/user-pool.ts'
import { json, PanelProblem, page, readBody, readQuery, redirect } from './panel-request.ts'
import { signInPage } from './sign-in-page.ts'
import type { TokenCalls } from './token-calls.ts'

const authorization = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  state: z.string().optional(),
  scope: z.string().optional(),
  code_challenge: z.string().min(43).max(128),
  code_challenge_method: z.literal('S256'),
})

const exchange = z.discriminatedUnion('grant_type', [
  z.object({
    grant_type: z.literal('authorization_code'),
    client_id: z.string(),
    code: z.string(),
    redirect_uri: z.string(),
    code_verifier: z.string(),
  }),
  z.object({ grant_type: z.literal('refresh_token'), client_id: z.string(), refresh_token: z.string() }),
])

interface Code {
  readonly asked: z.output<typeof authorization>
  readonly subject: TokenSubject
  readonly untilMs: number
}

const codeGoodForMs = 5 * 60_000

/** Cognito's sign-in for one machine (`/oauth2/authorize`, `/oauth2/token`, PKCE): a person picks who to be instead of typing a password. */
export class SignInCalls {
  readonly #issuer: Issuer
  readonly #users: UserPool
  readonly #tokens: TokenCalls
  readonly #settings: PoolSettings
  readonly #journal: Journal
  readonly #codes = new Map<string, Code>()

  constructor(options: {
    issuer: Issuer
    users: UserPool
    tokens: TokenCalls
    settings: PoolSettings
    journal: Journal
  }) {
    this.#issuer = options.issuer
    this.#users = options.users
    this.#tokens = options.tokens
    this.#settings = options.settings
    this.#journal = options.journal
    this.#journal.exec('CREATE TABLE IF NOT EXISTS refresh_tokens (hash TEXT PRIMARY KEY, subject TEXT NOT NULL)')
  }

  async ask(request: Incoming): Promise<Reply> {
    this.#checked(request)
    const roles = this.#settings.groups.map(({ name }) => name)
    return page(signInPage(request.url, this.#users.all(), roles))
  }

  async choose(request: Incoming): Promise<Reply> {
    const asked = this.#checked(request)
    const who = readBody(request, z.object({ user: z.string().optional(), role: z.string().optional() }))
    const subject = who.user === undefined ? this.#tokens.subject(who.role ?? 'admin') : this.#named(who.user)
    const code = randomBytes(24).toString('base64url')
    this.#codes.set(code, { asked, subject, untilMs: Date.now() + codeGoodForMs })
    const back = new URL(asked.redirect_uri)
    back.searchParams.set('code', code)
    if (asked.state !== undefined) back.searchParams.set('state', asked.state)
    return redirect(back.href, 302)
  }

  async exchange(request: Incoming): Promise<Reply> {
    const given = readBody(request, exchange)
    const subject = given.grant_type === 'refresh_token' ? this.#refreshed(given.refresh_token) : this.#redeemed(given)
    if (!subject || given.client_id !== this.#issuer.clientId) return json({ error: 'invalid_grant' }, 400)
    const tokens = {
      access_token: await this.#issuer.sign(subject),
      token_type: 'Bearer',
      expires_in: this.#issuer.tokenSeconds,
    }
    return json(
      given.grant_type === 'refresh_token' ? tokens : { ...tokens, refresh_token: this.#refreshToken(subject) },
    )
  }

  #named(username: string): TokenSubject {
    const user = this.#users.find(username)
    if (!user?.enabled) throw new PanelProblem(422, 'There is no such user, or they may not sign in.')
    return user
  }

  #checked(request: Incoming): z.output<typeof authorization> {
    const asked = readQuery(request, authorization)
    const client = this.#settings.clients.find(({ id }) => id === asked.client_id)
    if (!client) throw new PanelProblem(422, 'There is no such client.')
    if (!client.callbackUrls.includes(asked.redirect_uri))
      throw new PanelProblem(422, 'The client does not name this address to come back to.')
    return asked
  }

  #redeemed(given: { code: string; redirect_uri: string; code_verifier: string }): TokenSubject | undefined {
    const code = this.#codes.get(given.code)
    this.#codes.delete(given.code)
    if (!code || code.untilMs < Date.now() || code.asked.redirect_uri !== given.redirect_uri) return undefined
    const challenge = createHash('sha256').update(given.code_verifier).digest('base64url')
    return challenge === code.asked.code_challenge ? code.subject : undefined
  }

  #refreshToken({ username, sub, groups }: TokenSubject): string {
    const token = randomBytes(32).toString('base64url')
    this.#journal
      .prepare('INSERT INTO refresh_tokens (hash, subject) VALUES (?, ?)')
      .run(hashOf(token), JSON.stringify({ username, sub, groups }))
    return token
  }

  #refreshed(token: string): TokenSubject | undefined {
    const row = this.#journal.prepare('SELECT subject FROM refresh_tokens WHERE hash = ?').get(hashOf(token))
    if (!row) return undefined
    const subject = JSON.parse(String(row.subject)) as TokenSubject
    const known = this.#users.find(subject.username)
    if (known && !known.enabled) return undefined
    return known ?? subject
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
