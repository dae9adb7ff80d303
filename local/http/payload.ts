import { randomUUID } from 'node:crypto'
import type { Taken } from './routes.ts'

/** A request as it came. */
export interface Incoming {
  readonly method: string
  /** Path and query as they stand in the request line. */
  readonly url: string
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>
  readonly body: Buffer
  readonly peer: string
}

interface GatewayContext {
  readonly account: string
  readonly apiId: string
  readonly nowMs: number
  /** Claims of the token that the authorizer let through. */
  readonly claims: Readonly<Record<string, unknown>> | undefined
}

/** Content types whose bodies API Gateway hands on as text; all others, urlencoded forms among them, come in base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml)|application\/[^;]+\+(json|xml))/i

/**
 * A request in payload format 2.0, as API Gateway gives it to a function:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html.
 */
export function payloadOf(request: Incoming, taken: Taken, context: GatewayContext) {
  const mark = request.url.indexOf('?')
  const rawPath = mark < 0 ? request.url : request.url.slice(0, mark)
  const rawQueryString = mark < 0 ? '' : request.url.slice(mark + 1)
  const sourceIp = sourceOf(request)
  const headers = headersOf(request, sourceIp)
  const host = headers.host ?? 'localhost'
  const cookies = (request.headers.cookie ?? []).flatMap((line) => line.split(/;\s*/)).filter(Boolean)
  const query = queryOf(rawQueryString)
  const isText = textTypes.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined
  return {
    version: '2.0',
    routeKey: taken.key,
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: context.account,
      apiId: context.apiId,
      ...(context.claims && { authorizer: { jwt: { claims: claimsAsText(context.claims), scopes: null } } }),
      domainName: host,
      domainPrefix: host.split('.')[0] ?? host,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: taken.key,
      stage: '$default',
      time: logTime(context.nowMs),
      timeEpoch: context.nowMs,
    },
    ...(Object.keys(taken.params).length > 0 && { pathParameters: taken.params }),
    ...(request.body.length > 0 && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  }
}

function headersOf({ headers, url: _url, ...request }: Incoming, sourceIp: string): Record<string, string> {
  const joined = Object.entries(headers).flatMap(([name, values]) =>
    values === undefined || ['cookie', 'connection', 'transfer-encoding', 'x-forwarded-for'].includes(name)
      ? []
      : [[name, values.join(',')] as const],
  )
  return {
    ...Object.fromEntries(joined),
    'content-length': String(request.body.length),
    'x-amzn-trace-id': `Root=1-${randomUUID().slice(0, 8)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    'x-forwarded-for': sourceIp,
    'x-forwarded-proto': 'http',
  }
}

/** Only programs on this machine reach the run, so one that says whom it forwards for is believed: a proxy, or a test with many visitors. */
function sourceOf({ headers, peer }: Incoming): string {
  const forwarded = headers['x-forwarded-for']?.join(',').split(',').pop()?.trim()
  return forwarded || peer.replace(/^::ffff:/, '')
}

function queryOf(raw: string): Record<string, string> {
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(raw)) {
    const before = query.get(name)
    query.set(name, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(query)
}

/** Claims reach a function as text, a list as `[a b]`. */
function claimsAsText(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown) => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value))
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(value)]))
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `12/Mar/2026:19:03:58 +0000` */
function logTime(ms: number): string {
  const [, year, month = '1', day, time] = /^(\d+)-(\d\d)-(\d\d)T([\d:]{8})/.exec(new Date(ms).toISOString()) ?? []
  return `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`
}
