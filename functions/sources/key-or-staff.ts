import { env } from '../aws/env.ts'
import { type Authenticate, callerBy } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { keyThatCalls } from './key-that-calls.ts'

/** Lets in a program with an API key of the scope, or staff with a token; throws a {@link Problem} 401, or 403 for a key without the scope. */
export const keyOrStaff: Authenticate = async ({ authorization }, scope) => {
  const key = await keyThatCalls(authorization, scope)
  if (key) return { sub: key.keyId, username: '', name: `key-${key.keyId}`, groups: [], key: { source: key.source } }
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
  // Most calls are a program's: what reads tokens is loaded for the first that is not.
  const claims = token === undefined ? undefined : await claimsOf(token)
  if (!claims) throw new Problem(401, 'Call with an API key, or as staff with a token that still counts.')
  return callerBy(claims)
}

async function claimsOf(token: string) {
  const { verifiedStaff } = await import('../staff/verify-token.ts')
  return verifiedStaff(token, { issuer: env('STAFF_ISSUER'), clientId: env('STAFF_CLIENT_ID') })
}
