import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Gateway } from '../../local/http/gateway.ts'
import { Issuer } from '../../local/staff/issuer.ts'
import { anEngineRoom, type EngineRoom } from '../local/an-engine-room.ts'
import { mangled, oddText } from './anything.ts'

const issuer = 'http://localhost/pool'
const anna = { username: 'anna', sub: 'sub-of-anna', groups: ['sales'] }

let room: EngineRoom
let ours: Issuer
let good: string
let stranger: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']
let calls: Record<string, unknown>[]
let gateway: Gateway

beforeAll(async () => {
  stranger = (await generateKeyPair('RS256')).privateKey
})

beforeEach(async () => {
  room = anEngineRoom()
  ours = anIssuer()
  good = await ours.sign(anna)
  calls = []
  gateway = new Gateway({
    settings: {
      apis: [{ id: 'api' }],
      authorizers: [{ id: 'staff', issuer, audience: ['client'] }],
      integrations: [{ id: 'i', functionArn: 'arn:fn', timeoutMs: 1_000 }],
      routes: [{ key: 'GET /leads', integrationId: 'i', authorizerId: 'staff' }],
      stages: [],
    },
    invoke: async (_arn, payload) => {
      calls.push(payload as Record<string, unknown>)
      return { statusCode: 200, body: 'in' }
    },
    verify: (authorizer, token) => ours.verify(token, authorizer.audience),
    clock: room.clock,
    work: room.work,
    account: '000000000000',
  })
})

function anIssuer(change: { issuer?: string; clientId?: string; tokenMinutes?: number } = {}): Issuer {
  return new Issuer({ journal: room.journal, issuer, clientId: 'client', tokenMinutes: 60, ...change })
}

async function call(authorization: string | undefined) {
  const headers: Record<string, string[]> = authorization === undefined ? {} : { authorization: [authorization] }
  const { status, body } = await gateway.answer({
    method: 'GET',
    url: '/leads',
    headers,
    body: Buffer.alloc(0),
    peer: '127.0.0.1',
  })
  return { status, body: body.toString() }
}

async function expectRefused(token: string): Promise<void> {
  await expect(ours.verify(token, ['client'])).rejects.toThrow()
  for (const authorization of [`Bearer ${token}`, token, `bearer  ${token}`]) {
    expect(await call(authorization)).toEqual({ status: 401, body: '{"message":"Unauthorized"}' })
  }
  expect(calls).toEqual([])
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>

/** A token with our issuer's claims changed, signed with the key of a stranger under our key's name. */
async function forged(change: JWTPayload = {}): Promise<string> {
  const [header, claims] = good.split('.')
  return new SignJWT({ ...decoded(claims), ...change })
    .setProtectedHeader({ alg: 'RS256', kid: String(decoded(header).kid) })
    .sign(stranger)
}

describe('a call with', () => {
  it('a good token reaches the function with its groups, with or without the word before it', async () => {
    for (const authorization of [`Bearer ${good}`, good]) {
      expect(await call(authorization)).toEqual({ status: 200, body: 'in' })
    }
    expect(calls[0]).toMatchObject({
      requestContext: { authorizer: { jwt: { claims: { username: 'anna', 'cognito:groups': '[sales]' } } } },
    })
  })

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic YW5uYTphbm5h'])('no token is refused: %j', async (given) => {
    expect(await call(given)).toEqual({ status: 401, body: '{"message":"Unauthorized"}' })
    expect(calls).toEqual([])
  })

  it.each<[string, () => Promise<string> | string]>([
    ['that has ended', () => anIssuer({ tokenMinutes: -1 }).sign(anna)],
    ['of another issuer', () => anIssuer({ issuer: 'http://localhost/other' }).sign(anna)],
    ['of an issuer that begins like ours', () => anIssuer({ issuer: `${issuer}/x` }).sign(anna)],
    ['for another audience', () => anIssuer({ clientId: 'client-2' }).sign(anna)],
    ['for no audience', () => anIssuer({ clientId: '' }).sign(anna)],
    ['of another key', () => forged()],
    ['of another key that makes an admin', () => forged({ 'cognito:groups': ['admin'] })],
    ['that never ends', () => forged({ exp: 2 ** 52 })],
    ['that is not good yet', () => forged({ nbf: 2 ** 40 })],
    ['with alg none and no signature', () => `${encoded({ alg: 'none' })}.${good.split('.')[1]}.`],
    ['with alg none and our signature', () => `${encoded({ alg: 'none' })}.${good.split('.').slice(1).join('.')}`],
    ['with alg None', () => `${encoded({ alg: 'None', kid: decoded(good.split('.')[0]).kid })}.${good.split('.')[1]}.`],
    [
      'signed with the public key as a secret',
      async () => {
        const head = `${encoded({ alg: 'HS256', kid: decoded(good.split('.')[0]).kid })}.${good.split('.')[1]}`
        const secret = JSON.stringify((await ours.jwks()).keys[0])
        return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
      },
    ],
    [
      'whose claims were changed',
      () => {
        const [header, claims, signature] = good.split('.')
        return [header, encoded({ ...decoded(claims), 'cognito:groups': ['admin'] }), signature].join('.')
      },
    ],
    [
      'whose header brings its own key',
      async () => {
        const [, claims, signature] = good.split('.')
        const [key] = (await ours.jwks()).keys
        return [encoded({ alg: 'RS256', jwk: key, jku: 'http://localhost/keys', crit: ['x'] }), claims, signature].join(
          '.',
        )
      },
    ],
    ['with something after it', () => `${good}.x`],
    ['twice', () => `${good},${good}`],
  ])('a token %s is refused', async (_what, make) => {
    await expectRefused(await make())
  })

  it('any text in place of a token is refused', async () => {
    await fc.assert(
      fc.asyncProperty(oddText, async (text) => {
        await expectRefused(text)
      }),
      { numRuns: 60 },
    )
  })

  it('a token changed anywhere is refused, or is still the very same to who reads it', async () => {
    const signed = good.split('.')
    await fc.assert(
      fc.asyncProperty(mangled(good), async (text) => {
        // Base64url can write the same bytes in more than one way, and blanks around a header's value are no part of it.
        const bytes = (parts: string[]) => parts.map((part) => Buffer.from(part, 'base64url').toString('hex')).join('.')
        if (bytes(text.trim().split('.')) === bytes(signed)) return
        await expectRefused(text)
      }),
      { numRuns: 100 },
    )
  })

  it('any header and any claims under our signature are refused', async () => {
    const signature = good.split('.')[2]
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.json(), async (header, claims) => {
        await expectRefused(
          `${[header, claims].map((part) => Buffer.from(part).toString('base64url')).join('.')}.${signature}`,
        )
      }),
      { numRuns: 60 },
    )
  })
})
