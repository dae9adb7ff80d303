import { request } from 'node:http'

/** As `fetch`, for a host whose name resolves only inside the emulator: connects to `endpoint` and names `host` in the Host header. Redirects are never followed. */
export function fetchAt(endpoint: string, host: string, path: string, init: RequestInit = {}): Promise<Response> {
  const { hostname, port } = new URL(endpoint)
  // A body knows its own type (urlencoded, multipart with its boundary), where none is given.
  const body = init.body ? new Response(init.body) : undefined
  return new Promise((resolve, reject) => {
    const typed = Object.fromEntries(body?.headers ?? [])
    const headers = { ...typed, ...Object.fromEntries(new Headers(init.headers)), host }
    const sent = request({ hostname, port, path, method: init.method ?? 'GET', headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const given = Object.entries(answer.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [value].flat().map((one) => [name, one] as [string, string]),
        )
        const status = answer.statusCode ?? 500
        const answered = status === 204 || status === 304 ? null : Buffer.concat(parts)
        resolve(new Response(answered, { status, headers: given }))
      })
    })
    sent.on('error', reject)
    if (!body) sent.end()
    else void body.arrayBuffer().then((bytes) => sent.end(Buffer.from(bytes)), reject)
  })
}
