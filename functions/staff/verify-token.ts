import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'

let known: ReturnType<typeof createRemoteJWKSet> | undefined

/** The pool did not answer, or not with keys (jose's general error is for its answers alone): that says nothing about a token. */
const noKeys = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'])

/** The pool's public keys, read once and again when a token names another; where AWS is another address, they are there. */
function poolKeys(issuer: URL): ReturnType<typeof createRemoteJWKSet> {
  const endpoint = process.env.AWS_ENDPOINT_URL ?? issuer.origin
  known ??= createRemoteJWKSet(new URL(`${issuer.pathname}/.well-known/jwks.json`, endpoint))
  return known
}

/**
 * The claims of an access token of staff; undefined where it is none. For routes that the gateway does not guard, and as the gateway checks those it does: signature,
 * issuer, client and time. Throws Error where the pool's keys can't be read.
 */
export async function verifiedStaff(
  token: string,
  { issuer, clientId }: { readonly issuer: string; readonly clientId: string },
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, poolKeys(new URL(issuer)), {
      issuer,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'client_id'],
    })
    return payload.client_id === clientId && payload.token_use === 'access' ? payload : undefined
  } catch (error) {
    if (!(error instanceof errors.JOSEError) || noKeys.has(error.code)) throw error
    return undefined
  }
}
