/** What goes back over the wire. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
}

/** What the gateway itself answers: `{ "message" }`. */
export function gatewayReply(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message })),
  }
}

/** What a function returned in payload format 2.0: an answer, or any other value as JSON of status 200. A malformed one is 500, as API Gateway has it. */
export function replyOf(result: unknown): Reply {
  if (result === null || typeof result !== 'object' || !('statusCode' in result))
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(typeof result === 'string' ? result : JSON.stringify(result ?? null)),
    }
  const { statusCode, headers = {}, cookies, body = '', isBase64Encoded } = result as Record<string, unknown>
  const status = Number(statusCode)
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string' || !isHeaders(headers))
    return gatewayReply(500, 'Internal Server Error')
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  const all: Record<string, string | string[]> = Object.fromEntries(named)
  all['content-type'] ??= 'text/plain;charset=utf-8'
  if (Array.isArray(cookies)) all['set-cookie'] = cookies.map(String)
  return { status, headers: all, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') }
}

function isHeaders(headers: unknown): headers is Record<string, unknown> {
  return typeof headers === 'object' && headers !== null && !Array.isArray(headers)
}
