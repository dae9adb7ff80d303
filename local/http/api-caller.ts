import type { Gateway } from './gateway.ts'

export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[]>>
}

/** Calls the API from within, through the same gateway as everybody. */
export type ApiCaller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer>

/** A caller with a token of its own, made anew for each call so that it never runs out. */
export function apiCaller(gateway: Gateway, token: () => Promise<string>): ApiCaller {
  return async (method, path, body, headers = {}) => {
    const given = { 'content-type': 'application/json', authorization: `Bearer ${await token()}`, ...headers }
    const reply = await gateway.answer({
      method,
      url: path,
      headers: Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), [value]])),
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      peer: '127.0.0.1',
    })
    return { status: reply.status, body: parsed(reply.body.toString()), headers: reply.headers }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
