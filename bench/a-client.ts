import { Agent, request } from 'node:http'

/** Posts over a fixed number of connections that stay open, at the least cost: what a bench spends is no longer there for what it measures. */
export function aClient(url: string, connections: number) {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    close: () => agent.destroy(),
    /** Answers the status once the answer is whole. */
    post: (path: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> =>
      new Promise((resolve, reject) => {
        const sized = { ...headers, 'content-length': Buffer.byteLength(body) }
        const sent = request({ agent, hostname, port, method: 'POST', path, headers: sized }, (response) => {
          response.on('error', reject)
          response.on('end', () => resolve(response.statusCode ?? 0))
          response.resume()
        })
        sent.on('error', reject)
        sent.end(body)
      }),
  }
}
