import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type * as z from 'zod/mini'
import { pointerOf } from '../../core/content/problem.ts'
import type { ListSource } from '../../core/lists/list-row.ts'
import type { KeyScope, Role, Route } from '../../core/route.ts'
import { type BodyReader, readBody, readJson } from './body.ts'
import { log } from './log.ts'
import { notValid, Problem, titles } from './problem.ts'
import { pageOfProblem } from './problem-page.ts'

/** Who calls: a member of staff with the groups of the token. */
export interface Caller {
  /** The user's id in the pool. */
  readonly sub: string
  /** Staff user id where the token names one (`username`). */
  readonly username: string
  /** What stands under what they do: the staff user id, else that of the pool. */
  readonly name: string
  readonly groups: readonly Role[]
  /** Present where it is no staff but a program with an API key; all that it posts is of the source that the key is bound to. */
  readonly key?: { readonly source?: ListSource | undefined }
}

/** Tells who calls a route that takes API keys: of this scope, or else staff; throws a {@link Problem} 401. */
export type Authenticate = (headers: Incoming<Route>['headers'], scope: KeyScope) => Promise<Caller>

/** What a request handler gets, parsed by its route. */
export interface Incoming<R extends Route> {
  readonly params: z.output<R['params']>
  readonly query: z.output<R['query']>
  readonly body: z.output<R['body']>
  /** The body as it came, for what must be hashed. */
  readonly rawBody: string
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Present on staff routes. */
  readonly caller: Caller
  readonly ip: string
  /** A person's browser asks: pages are answered, not JSON. */
  readonly wantsHtml: boolean
}

/** An answer that is not plain 200 JSON. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly html?: string
  readonly bytes?: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

const nobody: Caller = { sub: '', username: '', name: '', groups: [] }

/**
 * Makes a Lambda handler of one route: checks the role, parses what came (400, 413, 415, 422 with pointers), and answers problems as problem+json,
 * or as an accessible page where a browser asks. The handler returns a value (200 JSON) or an {@link Answer} made by {@link answer} or {@link html}.
 */
export function onRequest<R extends Route>(
  route: R,
  handle: (request: Incoming<R>) => Promise<unknown>,
  headersOf?: HeadersOf,
  read: BodyReader = readJson,
  authenticate?: Authenticate,
) {
  if ((route.keyScope !== undefined) !== (authenticate !== undefined))
    throw new Error(`${route.path}: a route that takes API keys, and no other, tells itself who calls`)
  if (route.reads === 'form' && read === readJson) throw new Error(`${route.path} takes forms: use onFormPost`)
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
    const answered = await answerTo(route, read, handle, event, authenticate)
    return headersOf ? { ...answered, headers: { ...answered.headers, ...(await headersOf(event)) } } : answered
  })
}

/** Headers that every answer of a route carries, problems too (CORS); must not throw. */
export type HeadersOf = (event: APIGatewayProxyEventV2) => Promise<Record<string, string>>

async function answerTo<R extends Route>(
  route: R,
  read: BodyReader,
  handle: (request: Incoming<R>) => Promise<unknown>,
  event: APIGatewayProxyEventV2,
  authenticate: Authenticate | undefined,
): Promise<APIGatewayProxyStructuredResultV2> {
  const headers = event.headers ?? {}
  const wantsHtml = (headers.accept ?? '').includes('text/html')
  try {
    const caller =
      authenticate && route.keyScope ? await authenticate(headers, route.keyScope) : callerOf(event.requestContext)
    if (route.who !== 'public' && !caller.key) allow(route.who, caller)
    const { value, raw } = route.reads === 'none' ? { value: undefined, raw: '' } : await readBody(event, read)
    const request: Incoming<R> = {
      params: parsePath(route, event.pathParameters ?? {}),
      query: parse(route.query, event.queryStringParameters ?? {}, '/query'),
      body: route.reads === 'none' ? undefined : parse(route.body, value, ''),
      rawBody: raw,
      headers,
      caller,
      ip: event.requestContext.http.sourceIp,
      wantsHtml,
    } as Incoming<R>
    return written(await handle(request))
  } catch (error) {
    const problem = error instanceof Problem ? error : unexpected(error)
    return problemAnswer(problem, wantsHtml && route.who === 'public', headers['accept-language'])
  }
}

const answers = new WeakSet<object>()

/** An answer with another status, headers or no body. */
export function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Answer {
  const made: Answer = { status, body, headers }
  answers.add(made)
  return made
}

/** A page for people. No script runs in it, nothing frames it, no cache keeps it, no referrer leaves it (its address may hold a token). */
export function html(page: string, status = 200, headers: Record<string, string> = {}): Answer {
  const made: Answer = { status, html: page, headers }
  answers.add(made)
  return made
}

/** What is no text; the headers say what it is. */
export function bytes(content: Buffer, headers: Record<string, string>): Answer {
  const made: Answer = { status: 200, bytes: content, headers }
  answers.add(made)
  return made
}

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

function written(result: unknown): APIGatewayProxyStructuredResultV2 {
  const made: Answer =
    result && typeof result === 'object' && answers.has(result) ? (result as Answer) : { status: 200, body: result }
  if (made.html !== undefined)
    return { statusCode: made.status, headers: { ...pageHeaders, ...made.headers }, body: made.html }
  if (made.bytes !== undefined)
    return {
      statusCode: made.status,
      headers: { ...made.headers },
      body: made.bytes.toString('base64'),
      isBase64Encoded: true,
    }
  if (made.body === undefined) return { statusCode: made.status, headers: { ...made.headers } }
  return {
    statusCode: made.status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...made.headers },
    body: JSON.stringify(made.body),
  }
}

function problemAnswer(problem: Problem, asPage: boolean, language?: string): APIGatewayProxyStructuredResultV2 {
  const retry: Record<string, string> =
    problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(problem.retryAfterSeconds) }
  if (asPage) return written(html(pageOfProblem(problem, language), problem.status, retry))
  return {
    statusCode: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...retry },
    body: JSON.stringify({
      type: 'about:blank',
      title: titles[problem.status] ?? 'Problem',
      status: problem.status,
      detail: problem.message,
      ...(problem.errors && { errors: problem.errors }),
      ...problem.extra,
    }),
  }
}

function unexpected(error: unknown): Problem {
  log.error('a request failed', { error: error as Error })
  return new Problem(503, 'This could not be done at the moment. Please try again.', { retryAfterSeconds: 5 })
}

function parsePath(route: Route, given: Record<string, string | undefined>): unknown {
  const parsed = route.params.safeParse(given)
  if (!parsed.success) throw new Problem(404, 'There is nothing at this address.')
  return parsed.data
}

/** Parses with the route's schema; throws a 422 {@link Problem} with a pointer for each issue and never a given value. */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, given: unknown, at: string): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw notValid(parsed.error.issues.map((issue) => ({ pointer: at + pointerOf(issue.path), detail: issue.message })))
}

function allow(who: readonly Role[], caller: Caller): void {
  if (!caller.groups.some((group) => group === 'admin' || who.includes(group))) {
    throw new Problem(403, `This call is for ${[...who].join(', ')}.`)
  }
  // Whoever acts is written down.
  if (caller.name === '') throw new Problem(403, 'The token names nobody.')
}

/** The HTTP API gives `cognito:groups` as text like `[marketing sales]`; other authorizers as a list. Whole words count. */
export function groupsOf(claim: unknown): Role[] {
  const words = Array.isArray(claim)
    ? claim.filter((one) => typeof one === 'string')
    : typeof claim === 'string'
      ? claim.replace(/^\[|\]$/g, '').split(/[\s,]+/)
      : []
  return words.filter((word): word is Role => ['marketing', 'sales-development', 'sales', 'admin'].includes(word))
}

function callerOf(given: APIGatewayProxyEventV2['requestContext']): Caller {
  const context = given as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } }
  return callerBy(context.authorizer?.jwt?.claims)
}

/** The member of staff whom the claims of a token name. */
export function callerBy(claims: Readonly<Record<string, unknown>> | undefined): Caller {
  if (!claims) return nobody
  const sub = textOf(claims.sub)
  const username = textOf(claims.username ?? claims['cognito:username'])
  return {
    sub,
    username,
    name: username || sub,
    groups: groupsOf(claims['cognito:groups']),
  }
}

/** Cognito's claims are text; what is not names nobody. */
function textOf(claim: unknown): string {
  return typeof claim === 'string' ? claim : ''
}
