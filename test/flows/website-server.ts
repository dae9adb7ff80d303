import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const website = join(import.meta.dirname, '../../examples/website')
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript',
}

/** Serves the example website with its forms and links pointed at this run, as its README says to do; on a free port. */
export async function serveWebsite(runUrl: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    try {
      const file = readFileSync(join(website, name))
      const isPage = extname(name) === '.html'
      response.writeHead(200, {
        'content-type': types[extname(name)] ?? 'application/octet-stream',
        'content-security-policy': strictPolicy(runUrl),
      })
      response.end(isPage ? file.toString().replaceAll('http://localhost:4000', runUrl) : file)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What the example website needs, and nothing more: no inline script or style, requests to Ripen alone. */
function strictPolicy(runUrl: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${runUrl}`,
    `connect-src ${runUrl}`,
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${runUrl}`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}
