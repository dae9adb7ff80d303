import * as z from 'zod'
import { refreshed } from './oauth.ts'
import { keepSession, readSettings } from './settings.ts'

/** Where a machine's own run listens. */
const localApi = 'http://localhost:4000'

const problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

/** What the API answered instead of what was asked for. */
export class ApiProblem extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(inWords(status, body))
    this.name = 'ApiProblem'
    this.status = status
    this.body = body
  }
}

export interface ApiAnswer<Body = unknown> {
  readonly status: number
  readonly body: Body
  readonly etag: string | undefined
}

/** One API with a token of staff: `--api` and `--token`, else the last sign-in, else the run on this machine. */
export class Api {
  readonly url: string
  readonly isLocal: boolean
  readonly #given: string | undefined
  #token: Promise<string> | undefined

  constructor(options: { api?: string; token?: string }) {
    this.url = (options.api ?? process.env.RIPEN_API ?? readSettings().current ?? localApi).replace(/\/$/, '')
    this.isLocal = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(this.url)
    this.#given = options.token ?? process.env.RIPEN_TOKEN
  }

  get<Body = unknown>(path: string): Promise<ApiAnswer<Body>> {
    return this.call<Body>('GET', path)
  }

  post<Body = unknown>(
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    return this.call<Body>('POST', path, body, headers)
  }

  put<Body = unknown>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer<Body>> {
    return this.call<Body>('PUT', path, body, headers)
  }

  /** Calls as staff; throws {@link ApiProblem} for an answer of 400 and more. */
  async call<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer<Body>> {
    const token = await this.token()
    const response = await this.#fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answered = await bodyOf(response)
    if (response.status >= 400) throw new ApiProblem(response.status, answered)
    return { status: response.status, body: answered as Body, etag: response.headers.get('etag') ?? undefined }
  }

  /** What is no JSON: an image, a gated file. Throws {@link ApiProblem}. */
  async bytes(path: string): Promise<Buffer> {
    const headers = { authorization: `Bearer ${await this.token()}` }
    const response = await this.#fetch(`${this.url}${path}`, { headers })
    if (response.status >= 400) throw new ApiProblem(response.status, await bodyOf(response))
    return Buffer.from(await response.arrayBuffer())
  }

  /** The token that calls are made with; throws Error where there is none. */
  token(): Promise<string> {
    this.#token ??= this.#findToken()
    return this.#token
  }

  /** Every item of a list, page after page. */
  async *items<Item>(path: string): AsyncGenerator<Item> {
    let cursor: string | undefined
    do {
      const next = cursor ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}` : ''
      const { body } = await this.get<{ items: Item[]; next?: string }>(`${path}${next}`)
      yield* body.items
      cursor = body.next
    } while (cursor)
  }

  async #findToken(): Promise<string> {
    if (this.#given) return this.#given
    const known = readSettings().sessions[this.url]
    if (known) {
      if (known.expiresAt > Date.now() + 30_000) return known.accessToken
      const again = await refreshed(known)
      if (again) {
        keepSession(this.url, again)
        return again.accessToken
      }
      throw new Error(`Your sign-in at ${this.url} has ended: sign in with "ripen login".`)
    }
    if (!this.isLocal) throw new Error(`Not signed in at ${this.url}: sign in with "ripen login", or give --token.`)
    const response = await this.#fetch(`${this.url}/_local/token?role=admin`, {})
    const answered = z.object({ token: z.string() }).safeParse(await bodyOf(response))
    if (!answered.success) throw new Error(`${this.url} gives no token: is it "npm start" that listens there?`)
    return answered.data.token
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, init)
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code ?? ''
      const mend = this.isLocal ? 'start it with "npm start", or name another with --api' : 'is the address right?'
      throw new Error(`${this.url} does not answer${code && ` (${code})`}: ${mend}.`)
    }
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return { detail: text.slice(0, 300) }
  }
}

function inWords(status: number, body: unknown): string {
  const read = problem.safeParse(body)
  if (!read.success) return `the API answered ${status}`
  const { title, detail, message, errors = [] } = read.data
  const head = `${status} ${title ?? message ?? ''}${detail ? `: ${detail}` : ''}`.trim()
  return [head, ...errors.map((one) => `  ${one.pointer || '/'}  ${one.detail}`)].join('\n')
}
