import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import type { Route } from '../../core/route.ts'
import { routes } from '../../core/routes.ts'
import { aLeadId } from '../fixtures/a-mailbox.ts'
import { anyRequest, mayCall } from './any-request.ts'
import { marker } from './anything.ts'
import { aFuzzWorld, type FuzzWorld, tokenFor } from './fuzz-world.ts'
import { handlerOf } from './handlers.ts'

vi.mock(import('../../functions/runtime/clock.ts'), async () => ({ now: (await import('../fixtures/a-clock.ts')).now }))

/** "Late answers are recorded as late": their 409 is stored. */
const keepsLateAnswers = ['acceptHandoff', 'rejectHandoff', 'recycleHandoff', 'answerHandoff']
/** What every route may answer beside what it documents itself. */
const everywhere = [400, 401, 403, 404, 405, 412, 413, 415, 422, 428, 429]
const withinMs = 5_000

const problem = z.looseObject({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.number(),
  detail: z.string().min(1),
  errors: z.array(z.strictObject({ pointer: z.string().regex(/^(\/.*)?$/s), detail: z.string().min(1) })).optional(),
})

type Handler = (event: unknown, context: unknown) => Promise<APIGatewayProxyStructuredResultV2>
type Sent = Record<string, unknown>

let world: FuzzWorld
beforeEach(async () => {
  world = await aFuzzWorld()
})
afterEach(() => world.stop())

/** The answer, or an Error when none comes: a parser that waits for more would hold the caller until the gateway gives up. */
async function answerTo(handler: Handler, event: Sent): Promise<APIGatewayProxyStructuredResultV2> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer came')), withinMs)
  })
  try {
    return await Promise.race([handler(event, {}), tooLong])
  } finally {
    clearTimeout(timer)
  }
}

function expectDocumented(
  route: Route,
  { statusCode = 0, headers = {}, body = '' }: APIGatewayProxyStructuredResultV2,
) {
  expect([...Object.keys(route.answers).map(Number), ...everywhere]).toContain(statusCode)
  for (const value of Object.values(headers)) expect(String(value)).not.toMatch(/[\r\n]/)
  if (statusCode < 400) return
  const type = String(headers['content-type'])
  if (type.startsWith('text/html')) {
    expect(route.who).toBe('public')
    expect(body).toMatch(/^<!doctype html>/)
  } else {
    expect(type).toBe('application/problem+json')
    expect(problem.parse(JSON.parse(body)).status).toBe(statusCode)
  }
}

describe('whatever is sent to', () => {
  it.each(Object.entries(routes) as [keyof typeof routes, Route][])(
    '%s is answered as documented',
    async (name, route) => {
      const handler = (await handlerOf(name)) as Handler
      const token = await tokenFor(route.path)
      const { counts, logged } = world
      await fc.assert(
        fc.asyncProperty(anyRequest(name, route, token), async (event) => {
          const before = { ...counts }
          logged.length = 0
          const answer = await answerTo(handler, event)
          expectDocumented(route, answer)
          const { statusCode = 0, headers = {}, body = '' } = answer
          const { headers: sent, requestContext } = event as {
            headers: Record<string, string>
            requestContext: { authorizer?: { jwt: { claims: unknown } } }
          }
          // A route that takes API keys believes no claims of the gateway: these requests come with no key, and tokens of nobody.
          if (route.keyScope) expect(statusCode).toBe(401)
          else if (!mayCall(route, requestContext.authorizer?.jwt.claims)) expect(statusCode).toBe(403)
          if (statusCode >= 400) {
            const keeps = statusCode === 409 && keepsLateAnswers.includes(name)
            if (!keeps) expect({ counts, answer }).toEqual({ counts: before, answer })
            // An ETag is no personal data, and whoever is told of a conflict must know what they started from, or whose answer stands.
            if (statusCode !== 412) expect(withoutWinner(body)).not.toContain(marker)
            expect(JSON.stringify(headers)).not.toContain(marker)
            const asPage = route.who === 'public' && (sent.accept ?? '').includes('text/html')
            if (asPage) expect(headers['content-type']).toMatch(/^text\/html/)
          }
          expect(logged.join('\n')).not.toContain(marker)
        }),
        { numRuns: 30 },
      )
    },
  )
})

/** A problem without the answer of sales that was there first: it was given by a call before. */
function withoutWinner(body: string): string {
  if (!body.startsWith('{')) return body
  const { answer, ...problem } = JSON.parse(body) as Record<string, unknown>
  return JSON.stringify(problem)
}

describe('what is more than can be kept', () => {
  const leadId = aLeadId()
  const at = '2026-11-24T08:00:00Z'
  const fact = (data: unknown) => JSON.stringify({ type: 'call', at, data })
  const absences = Array.from({ length: 10_000 }, () => ({ from: '2026-12-01', to: '2026-12-02' }))

  it.each<[string, keyof typeof routes, Record<string, string>, string, number, string?]>([
    ['a fact of 300 KB', 'reportActivity', { leadId }, fact({ note: 'x'.repeat(300_000) }), 422, '/data'],
    ['a fact with a huge number', 'reportActivity', { leadId }, fact({ note: 1e300 }), 422, '/data/note'],
    ['a fact with a number next to nothing', 'reportActivity', { leadId }, fact({ note: 1e-200 }), 422, '/data/note'],
    [
      'a huge revenue',
      'reportOutcome',
      { handoffId: `${leadId}.1` },
      '{"result":"won","revenue":1e20}',
      422,
      '/revenue',
    ],
    [
      'absences without end',
      'putUser',
      { userId: 'maria' },
      JSON.stringify({ email: 'maria@company.example', name: 'Maria', groups: ['sales'], absences }),
      422,
      '/absences',
    ],
    ['a form of 33 KB', 'submitForm', { formId: 'white-paper' }, JSON.stringify({ a: 'x'.repeat(33 * 1024) }), 413],
    ['a call of 5 MB', 'suppressLead', { leadId }, JSON.stringify({ reason: 'x'.repeat(5 * 1024 * 1024) }), 413],
  ])('%s is refused, and nothing is stored', async (_what, name, pathParameters, body, status, pointer) => {
    const handler = (await handlerOf(name)) as Handler
    const claims = { sub: 'sub-1', username: 'anna', 'cognito:groups': '[admin]' }
    const before = { ...world.counts }
    const answer = await answerTo(handler, {
      headers: { 'content-type': 'application/json' },
      pathParameters,
      requestContext: { http: { sourceIp: '192.0.2.7' }, authorizer: { jwt: { claims } } },
      body,
      isBase64Encoded: false,
    })
    expect(answer.statusCode).toBe(status)
    const pointers = (JSON.parse(answer.body ?? '').errors ?? []).map((one: { pointer: string }) => one.pointer)
    if (pointer) expect(pointers[0]).toMatch(new RegExp(`^${pointer}`))
    expect(world.counts).toEqual(before)
  })
})
