import fc from 'fast-check'
import { type Route, roles } from '../../core/route.ts'
import type { routes } from '../../core/routes.ts'
import { aLeadId } from '../fixtures/a-mailbox.ts'
import { mangled, marker, mutated, oddJson, oddText, ownKeys } from './anything.ts'
import { queue, submissionId } from './fuzz-world.ts'

type Name = keyof typeof routes

const leadId = aLeadId()
const goodParams: Record<string, string> = {
  formId: 'white-paper',
  leadId,
  enrolmentId: 'white-paper.1',
  submissionId,
  sequenceId: 'white-paper',
  type: 'sequences',
  id: 'white-paper',
  version: '1',
  handoffId: `${leadId}.1`,
  userId: 'maria',
  queue,
}
/** Parameters that are good for one route alone. */
const ownParams: Partial<Record<Name, Record<string, string>>> = { previewEmail: { id: 'welcome' } }

const at = '2026-11-24T08:00:00Z'
const reason = 'because'
const goodBodies: Partial<Record<Name, Record<string, unknown>>> = {
  submitForm: {
    email: 'olga@example.org',
    firstName: 'Olga',
    consent: { 'product-education': true },
    locale: 'en',
    submissionId: 'a1',
    renderToken: 'k1.a.b',
    referrer: 'https://www.example.com/',
    utm_source: 'ads',
  },
  takeEvents: {
    visitor: 'a'.repeat(32),
    consentedAt: at,
    sign: 'k1.a.b',
    events: [
      { type: 'page-visited', path: '/pricing', ago: 5 },
      { type: 'site-searched', path: '/search', query: 'stock' },
      { type: 'content-downloaded', path: '/a.pdf' },
    ],
  },
  confirmConsent: {},
  withdrawConsent: { 'List-Unsubscribe': 'One-Click', all: 'on' },
  setPreferences: { topics: { 'product-education': 'on' }, all: 'off' },
  findLead: { email: 'olga@example.org' },
  suppressLead: { reason },
  unsuppressLead: { reason },
  reportActivity: { id: 'call-1234', type: 'call', at, data: { minutes: 5, with: 'Olga' } },
  setMarketingMail: { on: true, reason },
  enrolLead: { sequence: 'white-paper' },
  pauseEnrolment: { reason },
  exitEnrolment: { reason },
  pauseSequence: { reason },
  resumeSequence: { reason },
  broadcastSequence: { stage: 'lead', confirm: 'k1.a.b' },
  draftContent: { files: { 'white-paper.yaml': 'id: white-paper' } },
  publishContent: { inFlight: 'stay', steps: { welcome: 'welcome' } },
  previewEmail: { sample: { firstName: 'Olga' }, locale: ['en', 'fa'], sequence: 'white-paper' },
  simulateSequence: {
    persona: {
      stage: 'lead',
      zone: 'UTC',
      locale: 'en',
      acts: [{ after: '2d', type: 'email-clicked', template: 'welcome' }],
    },
    beside: ['onboarding'],
    startAt: at,
    clicks: ['welcome'],
    acts: [{ after: '3d', every: '7d', type: 'page-visited', path: '/pricing' }],
    mails: true,
  },
  rejectHandoff: { reason },
  recycleHandoff: { reason, parkUntil: '2027-02-01T00:00:00Z' },
  reportOutcome: { result: 'won', revenue: 5, reason },
  answerHandoff: { answer: 'recycled', reason, parkUntil: '2027-02-01' },
  putUser: {
    email: 'maria@company.example',
    name: 'Maria',
    groups: ['sales'],
    team: 'inside-sales',
    zone: 'UTC',
    locale: 'en',
    absences: [{ from: '2026-12-01', to: '2026-12-02' }],
    capacity: 5,
  },
}

const inBase64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** Cursors as each list could have given them, and what somebody might make of them. */
const cursors = fc.oneof(
  oddText,
  fc.constantFrom(
    inBase64({ pk: `LEAD#${leadId}`, sk: 'PROFILE' }),
    inBase64({ pk: {}, sk: 1 }),
    inBase64({ pk: marker, sk: marker }),
    inBase64({ pk: null, sk: [null] }),
    `0.${inBase64({ pk: {}, sk: marker })}`,
    `1.${marker}`,
    inBase64({ at: '9999-12-31T23:59:59.999Z', part: 99, inner: marker }),
    inBase64({ at: '2026-11-24T09:00:00.000Z', part: 0, inner: inBase64({ pk: {}, sk: marker }) }),
    inBase64({ at: '2026-11-24T09:00:00.000Z', part: 1 }),
    inBase64({ at: '2026-11-24T09:00:00.000Z', kind: marker, id: marker }),
    Buffer.from(marker.toLowerCase()).toString('base64url'),
  ),
  oddJson.map(inBase64),
  oddJson.map((sk) => inBase64({ pk: `LEAD#${leadId}`, sk, byStage: sk, createdAt: sk, box: sk, boxOrder: sk })),
)
const queries = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constant('cursor'), cursors),
      fc.tuple(fc.constant('limit'), fc.oneof(fc.constantFrom('1', '100', '0', '101', '1.5', 'NaN', '0x10'), oddText)),
      fc.tuple(fc.constantFrom('stage', 'status', 'state'), fc.oneof(fc.constantFrom('lead', 'open', 'new'), oddText)),
      fc.tuple(fc.constantFrom('owner', 'locale', 'utm_source', '__proto__', 'toString', marker), oddText),
    ),
    { maxLength: 3 },
  )
  .map((entries) => ownKeys(entries) as Record<string, string>)

const header = fc.oneof(
  fc.constant(['origin', 'https://www.example.com'] as const),
  fc.tuple(fc.constant('accept'), fc.oneof(fc.constantFrom('text/html', '*/*', 'application/json'), oddText)),
  fc.tuple(fc.constant('if-match'), fc.oneof(fc.constantFrom('*', '"v1"', 'W/"v1"', '""'), oddText)),
  fc.tuple(
    fc.constantFrom(
      'accept-language',
      'user-agent',
      'referer',
      'origin',
      'idempotency-key',
      'cookie',
      'x-forwarded-for',
    ),
    oddText,
  ),
)

/** The claims of a token that the gateway let through, as no pool of ours would fill them; undefined: none. */
const claims = (route: Route): fc.Arbitrary<Record<string, unknown> | undefined> => {
  const good = route.who === 'public' ? '[admin]' : `[${['others', ...route.who].join(' ')}]`
  const any: fc.Arbitrary<Record<string, unknown> | undefined> = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ sub: 'sub-1', username: 'anna', 'cognito:groups': good }) },
    fc.constant(undefined),
    mutated({ sub: 'sub-1', username: 'anna', 'cognito:groups': good }),
    oddJson.map((groups) => ({ sub: 'sub-1', username: 'anna', 'cognito:groups': groups })),
    fc.constantFrom('[]', 'ADMIN', '[administrators]', '[sales,]', 'admin-', '__proto__').map((groups) => ({
      'cognito:groups': groups,
    })),
  )
  // The ids of staff are logged and kept on purpose.
  return any.map((made) => made && JSON.parse(nameless(JSON.stringify(made))))
}

/** Without the marker, where text is a name: pointers say the names of what is wrong. */
function nameless(text: string): string {
  return text.replaceAll(marker, 'name')
}

interface Body {
  readonly body?: string
  readonly isBase64Encoded: boolean
  readonly type?: string | undefined
}

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'text/plain',
  'application/json, text/html',
  `${marker}/${marker}`,
  ';',
]

function bodies(name: Name): fc.Arbitrary<Body> {
  const json = fc
    .oneof({ weight: 3, arbitrary: mutated(goodBodies[name] ?? {}) }, oddJson)
    .map((value) => JSON.stringify(value))
  const form = fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(
            'email',
            'consent.product-education',
            'consent',
            'answer',
            'reason',
            'all',
            '__proto__',
            '__proto__.x',
            '.',
            'a.',
          ),
          oddText.map(nameless),
        ),
        oddText,
      ),
      { maxLength: 6 },
    )
    .map((fields) => new URLSearchParams(fields).toString())
  const part = fc
    .tuple(
      fc.constantFrom('email', '', '__proto__', 'a"b'),
      oddText,
      fc.constantFrom('', '; filename="x"', "; filename*=utf-8''%zz"),
    )
    .map(([field, text, file]) => `--x\r\ncontent-disposition: form-data; name="${field}"${file}\r\n\r\n${text}\r\n`)
  const multipart = fc
    .tuple(fc.array(part, { maxLength: 4 }), fc.constantFrom('--x--\r\n', '--x--', '--x', '', '--y--', '\r\n'))
    .map(([parts, end]) => parts.join('') + end)
  const plain = (type: string) => (body: string) => ({ body, isBase64Encoded: false, type })
  const inBytes = (type: string) => (body: string) => ({
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    type,
  })
  return fc.oneof(
    { weight: 5, arbitrary: json.map(plain('application/json')) },
    { weight: 2, arbitrary: form.map(inBytes('application/x-www-form-urlencoded')) },
    { weight: 2, arbitrary: multipart.map(inBytes('multipart/form-data; boundary=x')) },
    json.map((text) => ({ ...plain('application/json')(text.slice(0, -1)) })),
    fc.tuple(oddText, fc.constantFrom(...types), fc.boolean()).map(([text, type, isBase64Encoded]) => ({
      body: type.includes('urlencoded') ? nameless(text) : text,
      type,
      isBase64Encoded,
    })),
    fc.tuple(json, fc.constantFrom(...types)).map(([text, type]) => ({
      body: type.includes('urlencoded') ? nameless(text) : text,
      type,
      isBase64Encoded: false,
    })),
    fc.constantFrom(
      { isBase64Encoded: false },
      { isBase64Encoded: false, type: 'application/json' },
      { body: '{"a":1e999}', isBase64Encoded: false, type: 'application/json' },
      { body: '{"__proto__":{"admin":true}}', isBase64Encoded: false, type: 'application/json' },
      { body: `"${marker.repeat(3_000)}"`, isBase64Encoded: false, type: 'application/json' },
      { body: '['.repeat(5_000), isBase64Encoded: false, type: 'application/json' },
      { body: `${'['.repeat(5_000)}${']'.repeat(5_000)}`, isBase64Encoded: false, type: 'application/json' },
    ),
  )
}

/** Requests of a route as the gateway hands them on (payload 2.0): from nearly good to garbage. */
export function anyRequest(name: Name, route: Route, token: string): fc.Arbitrary<Record<string, unknown>> {
  const good = { ...goodParams, token, ...ownParams[name] }
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, param = '']) => param)
  const param = (one: string) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(good[one as keyof typeof good] ?? '') },
      mangled(good[one as keyof typeof good] ?? ''),
      fc.constant(undefined),
    )
  return fc
    .record({
      params: fc.record(Object.fromEntries(names.map((one) => [one, param(one)]))),
      query: fc.oneof(fc.constant(undefined), queries),
      headers: fc.array(header, { maxLength: 3 }),
      body: bodies(name),
      claims: claims(route),
    })
    .map(({ params, query, headers, body: { type, ...body }, claims }) => ({
      version: '2.0',
      routeKey: `${route.method} ${route.path}`,
      rawPath: route.path,
      rawQueryString: '',
      headers: ownKeys([...(type === undefined ? [] : [['content-type', type] as const]), ...headers]),
      ...(names.length > 0 && { pathParameters: params }),
      ...(query && { queryStringParameters: query }),
      requestContext: {
        http: { method: route.method, path: route.path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: '' },
        requestId: 'request',
        ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
      },
      ...body,
    }))
}

/** Whether these claims name somebody who may call this route. */
export function mayCall(route: Route, claims: unknown): boolean {
  if (route.who === 'public') return true
  const { 'cognito:groups': groups, sub, username } = (claims ?? {}) as Record<string, unknown>
  if (![sub, username].some((one) => typeof one === 'string' && one !== '')) return false
  const text = Array.isArray(groups) ? groups.filter((one) => typeof one === 'string').join(' ') : groups
  if (typeof text !== 'string') return false
  const words = text.replace(/^\[|\]$/g, '').split(/[\s,]+/)
  return [...roles].some((role) => words.includes(role) && (role === 'admin' || route.who.includes(role)))
}
