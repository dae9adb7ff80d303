import { describe, expect, it } from 'vitest'
import type { ApiSettings } from '../../../local/http/api-settings.ts'
import { Gateway } from '../../../local/http/gateway.ts'
import type { Incoming } from '../../../local/http/payload.ts'
import { throttle } from '../../../local/http/throttle.ts'
import { anEngineRoom } from '../an-engine-room.ts'

const settings: ApiSettings = {
  apis: [{ id: 'api' }],
  authorizers: [{ id: 'staff', issuer: 'http://issuer', audience: ['client'] }],
  integrations: [{ id: 'i', functionArn: 'arn:fn', timeoutMs: 20 }],
  routes: [
    { key: 'GET /open', integrationId: 'i' },
    { key: 'GET /closed', integrationId: 'i', authorizerId: 'staff' },
    { key: 'POST /open', integrationId: 'i' },
  ],
  stages: [{ ratePerSecond: 1, burst: 3 }],
}

function aGateway(invoke: (payload: unknown) => unknown, change: Partial<ApiSettings> = {}) {
  const { clock, work } = anEngineRoom()
  const gateway = new Gateway({
    settings: { ...settings, ...change },
    invoke: async (_arn, payload) => invoke(payload),
    verify: async (_authorizer, token) => {
      if (token !== 'good') throw new Error('bad token')
      return { sub: 'anna', 'cognito:groups': ['sales'] }
    },
    clock,
    work,
    account: '000000000000',
  })
  const call = async (method: string, url: string, headers: Record<string, string> = {}, body = '') => {
    const incoming: Incoming = {
      method,
      url,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      body: Buffer.from(body),
      peer: '127.0.0.1',
    }
    const reply = await gateway.answer(incoming)
    return { ...reply, body: reply.body.toString() }
  }
  return { call, work }
}

describe('the gateway', () => {
  it('answers what the function returns', async () => {
    const { call } = aGateway(() => ({
      statusCode: 202,
      headers: { 'Content-Type': 'application/json', 'X-Own': '1' },
      cookies: ['a=1', 'b=2'],
      body: '{"ok":true}',
    }))
    expect(await call('GET', '/open')).toEqual({
      status: 202,
      headers: { 'content-type': 'application/json', 'x-own': '1', 'set-cookie': ['a=1', 'b=2'] },
      body: '{"ok":true}',
    })
  })

  it.each<[unknown, string]>([
    [{ leads: 2 }, '{"leads":2}'],
    ['text', 'text'],
    [null, 'null'],
  ])('answers any other value as JSON of status 200: %j', async (value, body) => {
    expect(await aGateway(() => value).call('GET', '/open')).toMatchObject({ status: 200, body })
  })

  it('answers bytes that come in base64', async () => {
    const { call } = aGateway(() => ({ statusCode: 200, body: 'aGk=', isBase64Encoded: true }))
    expect(await call('GET', '/open')).toMatchObject({ body: 'hi' })
  })

  it.each([
    { statusCode: 'ok' },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 999 },
    { statusCode: 200, headers: [] },
  ])('answers 500 for a malformed answer: %j', async (value) => {
    expect(await aGateway(() => value).call('GET', '/open')).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    })
  })

  it('answers 500 for a function that fails, and tells nothing', async () => {
    const { call } = aGateway(() => {
      throw new Error('secret')
    })
    expect(await call('GET', '/open')).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' })
  })

  it('answers 503 for a function that takes longer than the integration waits', async () => {
    const { call } = aGateway(() => new Promise(() => {}))
    expect(await call('GET', '/open')).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' })
  })

  it('answers 404 where no route matches and there is no default', async () => {
    expect(await aGateway(() => 1).call('GET', '/none')).toMatchObject({ status: 404, body: '{"message":"Not Found"}' })
  })

  it.each<Record<string, string>>([{}, { authorization: 'Bearer bad' }, { authorization: '' }])(
    'answers 401 to %j',
    async (headers) => {
      const reply = await aGateway(() => 1).call('GET', '/closed', headers)
      expect(reply).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' })
      expect(reply.headers['www-authenticate']).toBe('Bearer')
    },
  )

  it('gives the function the claims of a good token', async () => {
    const seen: unknown[] = []
    await aGateway((payload) => void seen.push(payload)).call('GET', '/closed', { authorization: 'Bearer good' })
    expect(seen).toMatchObject([
      { requestContext: { authorizer: { jwt: { claims: { sub: 'anna', 'cognito:groups': '[sales]' } } } } },
    ])
  })

  it('answers 413 to more than API Gateway takes', async () => {
    const reply = await aGateway(() => 1).call('POST', '/open', {}, 'x'.repeat(10 * 1024 * 1024 + 1))
    expect(reply).toMatchObject({ status: 413, body: '{"message":"Request Entity Too Large"}' })
  })

  it('answers 429 beyond the burst', async () => {
    const { call } = aGateway(() => 1)
    const statuses = []
    for (let n = 0; n < 4; n += 1) statuses.push((await call('GET', '/open')).status)
    expect(statuses).toEqual([200, 200, 200, 429])
  })

  it('counts as work until it has answered', async () => {
    const open: number[] = []
    const { call, work } = aGateway(() => void open.push(work.open))
    await call('GET', '/open')
    expect([...open, work.open]).toEqual([1, 0])
  })
})

describe('CORS', () => {
  const cors = {
    AllowCredentials: false,
    AllowHeaders: ['content-type'],
    AllowMethods: ['POST'],
    AllowOrigins: ['https://www.example.com'],
    ExposeHeaders: ['etag'],
    MaxAge: 600,
  }
  const own = () => ({ statusCode: 200, headers: { 'access-control-allow-origin': 'https://own.example' }, body: '' })
  const preflight = { origin: 'https://www.example.com', 'access-control-request-method': 'POST' }

  it('is left to the functions where the template configures none', async () => {
    const { headers } = await aGateway(own).call('GET', '/open', { origin: 'https://www.example.com' })
    expect(headers['access-control-allow-origin']).toBe('https://own.example')
    expect(await aGateway(own).call('OPTIONS', '/open', preflight)).toMatchObject({ status: 404 })
  })

  it("is the gateway's own where the template configures it", async () => {
    const { call } = aGateway(own, { apis: [{ id: 'api', cors }] })
    expect(await call('OPTIONS', '/open', preflight)).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://www.example.com',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
      },
    })
    const allowed = await call('GET', '/open', { origin: 'https://www.example.com' })
    expect(allowed.headers['access-control-allow-origin']).toBe('https://www.example.com')
    const other = await call('GET', '/open', { origin: 'https://evil.example' })
    expect(other.headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('throttling', () => {
  it('lets a burst through at once and the rate on the long run', () => {
    let now = 0
    const lets = throttle(2, 4, () => now)
    expect(Array.from({ length: 6 }, lets)).toEqual([true, true, true, true, false, false])
    now = 1_000
    expect(Array.from({ length: 3 }, lets)).toEqual([true, true, false])
    now = 60_000
    expect(Array.from({ length: 5 }, lets).filter(Boolean)).toHaveLength(4)
  })
})
