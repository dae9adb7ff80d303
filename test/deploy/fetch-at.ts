import { request } from 'node:http'

/** As `fetch`, for a host whose name resolves only inside the emulator: connects to `endpoint` and names `host` in the Host header. Redirects are never followed. */
export function fetchAt(endpoint: string, host: string, path: string, init: RequestInit = {}): Promise<Response> {
  const { hostname, port } = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), host }
    const sent = request({ hostname, port, path, method: init.method ?? 'GET', headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const given = Object.entries(answer.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [value].flat().map((one) => [name, one] as [string, string]),
        )
        const status = answer.statusCode ?? 500
        const body = status === 204 || status === 304 ? null : Buffer.concat(parts)
        resolve(new Response(body, { status, headers: given }))
      })
    })
    sent.on('error', reject)
    if (init.body === undefined || init.body === null) sent.end()
    else void new Response(init.body).arrayBuffer().then((bytes) => sent.end(Buffer.from(bytes)), reject)
  })
}
