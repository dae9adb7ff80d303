import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Incoming } from '../http/payload.ts'
import type { Reply } from '../http/reply.ts'
import type { Issuer, TokenSubject } from '../staff/issuer.ts'
import type { UserPool } from '../staff/user-pool.ts'
import { json, PanelProblem, readQuery } from './panel-request.ts'

/** `GET /_local/token` and what a pool publishes about its tokens. */
export class TokenCalls {
  readonly #issuer: Issuer
  readonly #users: UserPool
  readonly #groups: readonly string[]

  constructor(options: { issuer: Issuer; users: UserPool; groups: readonly string[] }) {
    this.#issuer = options.issuer
    this.#users = options.users
    this.#groups = options.groups
  }

  /** A token for a role: as the user that is named, else as the first of the staff with that role, else as nobody in particular. */
  async give(request: Incoming): Promise<Reply> {
    const role = z.enum(this.#groups as [string, ...string[]], `must be one of ${this.#groups.join(', ')}`)
    const asked = readQuery(request, z.strictObject({ role, user: z.string().min(1).max(128).optional() }))
    const subject = this.subject(asked.role, asked.user)
    const token = await this.#issuer.sign(subject)
    return json({ token, username: subject.username, groups: subject.groups, expiresIn: this.#issuer.tokenSeconds })
  }

  subject(role: string, username?: string): TokenSubject {
    const known =
      username === undefined
        ? this.#users.all().find(({ enabled, groups }) => enabled && groups.includes(role))
        : this.#users.find(username)
    const name = known?.username ?? username ?? `local-${role}`
    const sub = known?.sub ?? createHash('sha256').update(name).digest('hex').slice(0, 32)
    return { username: name, sub, groups: [role] }
  }

  /**
   * What Cognito publishes at the issuer's own address, served here under `/_local/issuer/<pool>/.well-known/`: `openid-configuration` and `jwks.json`.
   */
  async wellKnown(request: Incoming): Promise<Reply> {
    const { issuer } = this.#issuer
    const origin = `http://${request.headers.host?.[0]}`
    const base = `/_local/issuer/${issuer.split('/').pop()}/.well-known`
    if (request.url === `${base}/jwks.json`) return json(await this.#issuer.jwks())
    if (request.url !== `${base}/openid-configuration`) throw new PanelProblem(404, 'Nothing is here.')
    return json({
      issuer,
      authorization_endpoint: `${origin}/oauth2/authorize`,
      token_endpoint: `${origin}/oauth2/token`,
      jwks_uri: `${origin}${base}/jwks.json`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    })
  }
}
