import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { listenHere } from '../../../local/http/listen.ts'
import { Issuer } from '../../../local/staff/issuer.ts'
import { anEngineRoom, type EngineRoom } from '../an-engine-room.ts'

const anna = { username: 'anna', sub: 'sub-of-anna', groups: ['sales'] }

const anIssuer = (room: EngineRoom, change: { issuer?: string; clientId?: string; tokenMinutes?: number } = {}) =>
  new Issuer({
    journal: room.journal,
    issuer: 'http://localhost/pool',
    clientId: 'client',
    tokenMinutes: 60,
    ...change,
  })

describe('the issuer of tokens', () => {
  it('signs access tokens as Cognito does', async () => {
    const token = await anIssuer(anEngineRoom()).sign(anna)
    const claims = decodeJwt(token)
    expect(claims).toMatchObject({
      sub: 'sub-of-anna',
      'cognito:groups': ['sales'],
      iss: 'http://localhost/pool',
      client_id: 'client',
      token_use: 'access',
      username: 'anna',
    })
    expect(claims).not.toHaveProperty('aud')
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3_600)
  })

  it("leaves the groups out of a token of nobody's group", async () => {
    expect(decodeJwt(await anIssuer(anEngineRoom()).sign({ ...anna, groups: [] }))).not.toHaveProperty('cognito:groups')
  })

  it('takes its own tokens, after a restart too', async () => {
    const room = anEngineRoom()
    const token = await anIssuer(room).sign(anna)
    room.kill()
    const next = anEngineRoom({ folder: room.folder })
    expect(await anIssuer(next).verify(token, ['client'])).toMatchObject({ username: 'anna' })
  })

  it('publishes the key that others check its tokens with', async () => {
    const issuer = anIssuer(anEngineRoom())
    const { keys } = await issuer.jwks()
    expect(keys[0]).not.toHaveProperty('d')
    const { port, stop } = await listenHere(0, async (_request, response) => {
      response.end(JSON.stringify(await issuer.jwks()))
    })
    const keySet = createRemoteJWKSet(new URL(`http://127.0.0.1:${port}/`))
    const { payload } = await jwtVerify(await issuer.sign(anna), keySet, { issuer: issuer.issuer })
    expect(payload.username).toBe('anna')
    await stop()
  })

  it.each<[string, (room: EngineRoom) => Promise<string>]>([
    ['of another issuer', (room) => anIssuer(room, { issuer: 'http://localhost/other' }).sign(anna)],
    ['for another client', (room) => anIssuer(room, { clientId: 'other' }).sign(anna)],
    ['that has ended', (room) => anIssuer(room, { tokenMinutes: -1 }).sign(anna)],
    ['of another key', () => anIssuer(anEngineRoom()).sign(anna)],
    ['that was changed', async (room) => `${(await anIssuer(room).sign(anna)).slice(0, -8)}AAAAAAAA`],
    ['that is none', async () => 'nonsense'],
    [
      'signed with the public key as a secret',
      async (room) => {
        const { keys } = await anIssuer(room).jwks()
        const secret = Buffer.from(JSON.stringify(keys[0]))
        return new SignJWT({ client_id: 'client', iss: 'http://localhost/pool' })
          .setProtectedHeader({ alg: 'HS256', kid: String(keys[0]?.kid) })
          .setExpirationTime('1h')
          .sign(secret)
      },
    ],
    [
      'without a signature',
      async (room) => {
        const [, claims] = (await anIssuer(room).sign(anna)).split('.')
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
      },
    ],
  ])('refuses a token %s', async (_what, make) => {
    const room = anEngineRoom()
    const token = await make(room)
    await expect(anIssuer(room).verify(token, ['client'])).rejects.toThrow()
  })
})
