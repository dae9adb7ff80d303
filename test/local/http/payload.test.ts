import { describe, expect, it } from 'vitest'
import { type Incoming, payloadOf } from '../../../local/http/payload.ts'
import { monday } from '../an-engine-room.ts'

const taken = {
  key: 'POST /forms/{formId}',
  params: { formId: 'white-paper' },
  authorizerId: undefined,
  integration: { id: 'i', functionArn: 'arn', timeoutMs: 1 },
}

const aRequest = (given: Partial<Incoming> = {}): Incoming => ({
  method: 'POST',
  url: '/forms/white-paper?utm=a&utm=b&q=x%20y&empty=',
  headers: {
    host: ['localhost:4000'],
    'user-agent': ['curl/8'],
    accept: ['text/html', 'application/json'],
    'content-type': ['application/json'],
    cookie: ['a=1; b=2', 'c=3'],
    connection: ['keep-alive'],
  },
  body: Buffer.from('{"a":1}'),
  peer: '::ffff:127.0.0.1',
  ...given,
})

const payload = (given?: Partial<Incoming>, claims?: Record<string, unknown>) =>
  payloadOf(aRequest(given), taken, { account: '000000000000', apiId: 'api', nowMs: monday, claims })

describe('a request in payload format 2.0', () => {
  it('has the shape that API Gateway gives it', () => {
    expect(payload()).toEqual({
      version: '2.0',
      routeKey: 'POST /forms/{formId}',
      rawPath: '/forms/white-paper',
      rawQueryString: 'utm=a&utm=b&q=x%20y&empty=',
      cookies: ['a=1', 'b=2', 'c=3'],
      headers: {
        accept: 'text/html,application/json',
        'content-length': '7',
        'content-type': 'application/json',
        host: 'localhost:4000',
        'user-agent': 'curl/8',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { utm: 'a,b', q: 'x y', empty: '' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: 'localhost:4000',
        domainPrefix: 'localhost:4000',
        http: {
          method: 'POST',
          path: '/forms/white-paper',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'curl/8',
        },
        requestId: expect.any(String),
        routeKey: 'POST /forms/{formId}',
        stage: '$default',
        time: '23/Nov/2026:08:00:00 +0000',
        timeEpoch: monday,
      },
      pathParameters: { formId: 'white-paper' },
      body: '{"a":1}',
      isBase64Encoded: false,
    })
  })

  it('leaves out what is not there', () => {
    const made = payload({ url: '/health', headers: {}, body: Buffer.alloc(0) })
    expect(made).not.toHaveProperty('cookies')
    expect(made).not.toHaveProperty('queryStringParameters')
    expect(made).not.toHaveProperty('body')
    expect(made).toMatchObject({ rawQueryString: '', isBase64Encoded: false })
  })

  it.each([
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/octet-stream', true],
    ['', true],
    ['application/json; charset=utf-8', false],
    ['application/problem+json', false],
    ['text/plain', false],
    ['application/xml', false],
  ])('a body of type "%s" comes in base64: %s', (type, isBase64Encoded) => {
    const made = payload({ headers: type ? { 'content-type': [type] } : {}, body: Buffer.from('a=é') })
    expect(made.isBase64Encoded).toBe(isBase64Encoded)
    expect(Buffer.from(made.body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()).toBe('a=é')
  })

  it('gives claims as text, a list in brackets', () => {
    const made = payload({}, { sub: 'x', exp: 1_700_000_000, 'cognito:groups': ['marketing', 'sales'] })
    expect(made.requestContext.authorizer).toEqual({
      jwt: { claims: { sub: 'x', exp: '1700000000', 'cognito:groups': '[marketing sales]' }, scopes: null },
    })
  })

  it('believes a program on this machine whom it forwards for', () => {
    const made = payload({ headers: { 'x-forwarded-for': ['203.0.113.9, 198.51.100.7'] } })
    expect(made.requestContext.http.sourceIp).toBe('198.51.100.7')
  })
})
