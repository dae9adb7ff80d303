import type { VirtualClock } from '../clock.ts'
import type { Work } from '../work.ts'
import type { ApiSettings, AuthorizerSettings } from './api-settings.ts'
import { preflightReply, withCors } from './cors.ts'
import { type Incoming, payloadOf } from './payload.ts'
import { gatewayReply, type Reply, replyOf } from './reply.ts'
import { routeTable, type Taken } from './routes.ts'
import { throttle } from './throttle.ts'

type Claims = Readonly<Record<string, unknown>>

/** What API Gateway takes in one request. */
export const largestBody = 10 * 1024 * 1024

/** An HTTP API for one machine: routes, throttling, JWT authorizer and payload format 2.0 as the template has them. */
export class Gateway {
  readonly #settings: ApiSettings
  readonly #route: ReturnType<typeof routeTable>
  readonly #lets: () => boolean
  readonly #invoke: (functionArn: string, payload: unknown) => Promise<unknown>
  readonly #verify: (authorizer: AuthorizerSettings, token: string) => Promise<Claims>
  readonly #clock: VirtualClock
  readonly #work: Work
  readonly #account: string

  constructor(options: {
    settings: ApiSettings
    invoke: (functionArn: string, payload: unknown) => Promise<unknown>
    /** Checks a token for an authorizer and answers its claims; throws Error. */
    verify: (authorizer: AuthorizerSettings, token: string) => Promise<Claims>
    clock: VirtualClock
    work: Work
    account: string
  }) {
    this.#settings = options.settings
    this.#route = routeTable(options.settings.routes, options.settings.integrations)
    const [{ ratePerSecond = 10_000, burst = 5_000 } = {}] = options.settings.stages
    this.#lets = throttle(ratePerSecond, burst)
    this.#invoke = options.invoke
    this.#verify = options.verify
    this.#clock = options.clock
    this.#work = options.work
    this.#account = options.account
  }

  /** Answers a request; never throws. */
  async answer(request: Incoming): Promise<Reply> {
    const done = this.#work.begin()
    try {
      const cors = this.#settings.apis[0]?.cors
      return preflightReply(cors, request) ?? withCors(cors, request, await this.#handle(request))
    } finally {
      done()
    }
  }

  async #handle(request: Incoming): Promise<Reply> {
    if (!this.#lets()) return gatewayReply(429, 'Too Many Requests')
    const taken = this.#route(request.method, request.url.split('?')[0] ?? '/')
    if (!taken) return gatewayReply(404, 'Not Found')
    let claims: Claims | undefined
    if (taken.authorizerId !== undefined) {
      claims = await this.#authorize(taken.authorizerId, request)
      if (!claims) return gatewayReply(401, 'Unauthorized', { 'www-authenticate': 'Bearer' })
    }
    if (request.body.length > largestBody) return gatewayReply(413, 'Request Entity Too Large')
    const payload = payloadOf(request, taken, {
      account: this.#account,
      apiId: this.#settings.apis[0]?.id ?? '',
      nowMs: this.#clock.now(),
      claims,
    })
    return this.#integrate(taken, payload)
  }

  async #authorize(id: string, request: Incoming): Promise<Claims | undefined> {
    const authorizer = this.#settings.authorizers.find((one) => one.id === id)
    // API Gateway takes the token with or without the word before it.
    const token = request.headers.authorization?.[0]?.replace(/^Bearer\s+/i, '').trim()
    if (!authorizer || !token) return undefined
    return this.#verify(authorizer, token).catch(() => undefined)
  }

  async #integrate({ integration }: Taken, payload: unknown): Promise<Reply> {
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<Reply>((resolve) => {
      timer = setTimeout(() => resolve(gatewayReply(503, 'Service Unavailable')), integration.timeoutMs)
    })
    const answer = this.#invoke(integration.functionArn, payload).then(replyOf, () =>
      gatewayReply(500, 'Internal Server Error'),
    )
    try {
      return await Promise.race([answer, tooLong])
    } finally {
      clearTimeout(timer)
    }
  }
}
