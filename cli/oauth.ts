import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import * as z from 'zod'
import type { Session } from './settings.ts'

/** Where the browser comes back to; the pool's client names the same. */
const port = 8977
const callback = `http://localhost:${port}/callback`

const tokens = z.object({ access_token: z.string(), refresh_token: z.string().optional(), expires_in: z.number() })

/** Signs in with a browser by the authorization code with PKCE; `show` is told the address to open. Throws Error when it did not succeed. */
export async function signIn(
  options: { signIn: string; clientId: string },
  show: (url: string) => void,
): Promise<Session> {
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(16).toString('base64url')
  const url = new URL('/oauth2/authorize', options.signIn)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: options.clientId,
    redirect_uri: callback,
    scope: 'openid',
    state,
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  }).toString()
  const code = await codeFromBrowser(state, () => show(url.href))
  return exchange(options, { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier })
}

/** A new access token for a sign-in that ran out, or undefined when it has ended for good. */
export async function refreshed(known: Session): Promise<Session | undefined> {
  if (!known.refreshToken) return undefined
  try {
    const made = await exchange(known, { grant_type: 'refresh_token', refresh_token: known.refreshToken })
    return { ...made, refreshToken: made.refreshToken ?? known.refreshToken }
  } catch {
    return undefined
  }
}

async function exchange(
  { signIn, clientId }: { signIn: string; clientId: string },
  given: Record<string, string>,
): Promise<Session> {
  const response = await fetch(new URL('/oauth2/token', signIn), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: clientId, ...given }),
  })
  if (!response.ok) throw new Error(`signing in did not succeed: ${signIn} answered ${response.status}`)
  const { access_token, refresh_token, expires_in } = tokens.parse(await response.json())
  return {
    signIn,
    clientId,
    accessToken: access_token,
    ...(refresh_token && { refreshToken: refresh_token }),
    expiresAt: Date.now() + expires_in * 1000,
  }
}

function codeFromBrowser(state: string, ready: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', callback)
      const code = url.searchParams.get('code')
      const known = url.pathname === '/callback' && url.searchParams.get('state') === state
      response.writeHead(known ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      if (!known) return void response.end('Nothing is here.')
      response.end(code ? 'You are signed in. You can close this page.' : 'Signing in did not succeed.')
      server.close()
      if (code) resolve(code)
      else reject(new Error(`signing in did not succeed: ${url.searchParams.get('error') ?? 'no code came back'}`))
    })
    server.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken: is another "ripen login" running?`) : error,
      ),
    )
    server.listen(port, '127.0.0.1', ready)
  })
}
