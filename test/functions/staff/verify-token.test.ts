import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/pool'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] })
let pool: Server
let answers: (response: ServerResponse) => void

beforeAll(async () => {
  pool = createServer((_, response) => answers(response))
  await new Promise<void>((resolve) => pool.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(pool.address() as AddressInfo).port}`)
})
afterAll(() => {
  vi.unstubAllEnvs()
  pool.closeAllConnections()
  pool.close()
})
// Keys are kept once they were read.
beforeEach(() => vi.resetModules())

async function verified(kid = 'k') {
  const { verifiedStaff } = await import('../../../functions/staff/verify-token.ts')
  const token = await new SignJWT({ client_id: 'client', token_use: 'access', sub: 's' })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(issuer)
    .setExpirationTime('10m')
    .sign(privateKey)
  return verifiedStaff(token, { issuer, clientId: 'client' })
}

describe('a token of staff', () => {
  it('counts by the keys of the pool', async () => {
    answers = (response) => void response.end(keys)
    expect(await verified()).toMatchObject({ sub: 's' })
    expect(await verified('another')).toBeUndefined()
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['answers that it can’t', (response) => void response.writeHead(500).end('{}')],
    ['answers no JSON', (response) => void response.end('<html>')],
    ['answers no keys', (response) => void response.end('{}')],
    ['breaks off', (response) => void response.destroy()],
  ])('is not said to be wrong where the pool %s', async (_, broken) => {
    answers = broken
    await expect(verified()).rejects.toThrow()
    answers = (response) => void response.end(keys)
    expect(await verified()).toMatchObject({ sub: 's' })
  })
})
