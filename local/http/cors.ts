import type { CorsSettings } from './api-settings.ts'
import type { Incoming } from './payload.ts'
import type { Reply } from './reply.ts'

/**
 * CORS as an HTTP API does it where the template configures it: the gateway answers preflights itself and puts its headers in place of the
 * function's. Without such settings nothing is done and functions answer for themselves.
 */
export function withCors(settings: CorsSettings | undefined, request: Incoming, reply: Reply): Reply {
  if (!settings) return reply
  const headers = Object.fromEntries(
    Object.entries(reply.headers).filter(([name]) => !name.startsWith('access-control-')),
  )
  return { ...reply, headers: { ...headers, ...corsHeaders(settings, request, false) } }
}

/** The gateway's own answer to a preflight, or undefined where it is none or no CORS is configured. */
export function preflightReply(settings: CorsSettings | undefined, request: Incoming): Reply | undefined {
  const asks = request.headers.origin && request.headers['access-control-request-method']
  if (!settings || request.method !== 'OPTIONS' || !asks) return undefined
  return { status: 204, headers: corsHeaders(settings, request, true), body: Buffer.alloc(0) }
}

function corsHeaders(settings: CorsSettings, request: Incoming, preflight: boolean): Record<string, string> {
  const origin = request.headers.origin?.[0]
  const { AllowOrigins } = settings
  if (!origin || !(AllowOrigins.includes('*') || AllowOrigins.includes(origin))) return {}
  const list = (name: string, values: readonly string[]) => (values.length > 0 ? { [name]: values.join(',') } : {})
  return {
    'access-control-allow-origin': AllowOrigins.includes('*') ? '*' : origin,
    ...(settings.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...list('access-control-expose-headers', settings.ExposeHeaders),
    ...(preflight && {
      ...list('access-control-allow-methods', settings.AllowMethods),
      ...list('access-control-allow-headers', settings.AllowHeaders),
      ...(settings.MaxAge !== undefined && { 'access-control-max-age': String(settings.MaxAge) }),
    }),
  }
}
