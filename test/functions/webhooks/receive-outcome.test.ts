import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sourceRoutes } from '../../../core/sources/routes.ts'
import { webhookRoutes } from '../../../core/webhooks/routes.ts'
import { log } from '../../../functions/runtime/log.ts'
import { handler as makeApiKey } from '../../../functions/sources/make-api-key.http.ts'
import { handler as deleteSource } from '../../../functions/webhooks/delete-outcome-source.http.ts'
import { handler as listSources } from '../../../functions/webhooks/list-outcome-sources.http.ts'
import { handler as listOutcomes } from '../../../functions/webhooks/list-outcomes.http.ts'
import { handler as listWebhooks } from '../../../functions/webhooks/list-webhooks.http.ts'
import { handler as putSource } from '../../../functions/webhooks/put-outcome-source.http.ts'
import { handler as putWebhook } from '../../../functions/webhooks/put-webhook.http.ts'
import { handler as receive } from '../../../functions/webhooks/receive-outcome.http.ts'
import { handler as rotate } from '../../../functions/webhooks/rotate-outcome-secret.http.ts'
import { handler as rotateWebhook } from '../../../functions/webhooks/rotate-webhook-secret.http.ts'
import { request } from '../../fixtures/a-request.ts'
import { signedHeaders } from '../../fixtures/signed-headers.ts'
import { aWebhookWorld, leadId, type WebhookWorld } from './webhook-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const params = { sourceId: 'crm' }
const admin = { groups: ['admin'] }
const unknown = { leadId, result: 'won' }
let world: WebhookWorld
let logged: string[] = []
beforeEach(async () => {
  logged = []
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    vi.spyOn(log, level).mockImplementation((...said) => void logged.push(JSON.stringify(said)))
  world = await aWebhookWorld()
})
afterEach(() => world.stop())

async function made(): Promise<{ secret: string; apiKey: string }> {
  const { status, body } = await request(putSource, webhookRoutes.putOutcomeSource, { params, body: {}, ...admin })
  expect(status).toBe(201)
  return JSON.parse(body)
}

interface Sent {
  id?: string
  data?: object
  /** How far the sender's clock is off. */
  offMs?: number
  /** What is sent in place of what was signed. */
  instead?: object
}

async function send(secret: string, { id = 'm1', data = unknown, offMs = 0, instead }: Sent = {}) {
  const body = { type: 'outcome.reported', data }
  const headers = signedHeaders(secret, id, JSON.stringify(body), new Date(Date.now() + offMs))
  const { status, body: text } = await request(receive, webhookRoutes.receiveOutcome, {
    params,
    headers,
    body: instead ? { ...body, data: instead } : body,
  })
  return { status, text }
}

async function withKey(key: string, headers: Record<string, string> = { 'idempotency-key': 'k1' }) {
  const body = { type: 'outcome.reported', data: unknown }
  const asked = { params, headers: { authorization: `Bearer ${key}`, ...headers }, body }
  return (await request(receive, webhookRoutes.receiveOutcome, asked)).status
}

describe('a report of a CRM', () => {
  it('is taken when it is signed; one about nobody is kept for review once, however often it comes', async () => {
    const { secret } = await made()
    expect((await send(secret)).status).toBe(404)
    expect((await send(secret)).status).toBe(404)
    const { body } = await request(listOutcomes, webhookRoutes.listOutcomes, { groups: ['sales'] })
    expect(JSON.parse(body).items).toEqual([
      expect.objectContaining({
        sourceId: 'crm',
        messageId: 'm1',
        state: 'unmatched',
        about: { leadId },
        result: 'won',
      }),
    ])
  })

  it.each([
    ['by another', async () => `whsec_${Buffer.alloc(32, 7).toString('base64')}`, {}],
    ['and changed on its way', async (own: string) => own, { instead: { ...unknown, revenue: 1 } }],
    ['six minutes ago', async (own: string) => own, { offMs: -6 * 60_000 }],
    ['six minutes from now', async (own: string) => own, { offMs: 6 * 60_000 }],
  ])('signed %s is refused, and nothing of it is kept', async (_what, secretOf, sent: Sent) => {
    const { secret } = await made()
    const before = (await world.everything()).length
    expect((await send(await secretOf(secret), sent)).status).toBe(401)
    expect((await world.everything()).length).toBe(before)
  })

  it.each([-4, 4])('of a clock that is %i minutes off is taken', async (minutes) => {
    const { secret } = await made()
    expect((await send(secret, { offMs: minutes * 60_000 })).status).toBe(404)
  })

  it.each<Record<string, string>>([
    {},
    { 'webhook-id': 'a', 'webhook-timestamp': 'x', 'webhook-signature': 'v1' },
    { authorization: 'Bearer ripen_x' },
  ])('with the headers %j is refused', async (headers) => {
    await made()
    const body = { type: 'outcome.reported', data: unknown }
    expect((await request(receive, webhookRoutes.receiveOutcome, { params, headers, body })).status).toBe(401)
  })

  it('is taken with the API key, and an id of its own', async () => {
    const { apiKey } = await made()
    expect(await withKey(apiKey)).toBe(404)
    expect(await withKey(apiKey, {})).toBe(422)
    expect(await withKey(`${apiKey}a`)).toBe(401)
  })

  it('is taken with an API key of the scope, which is kept with it', async () => {
    await made()
    const asked = { ...admin, body: { name: 'The hub', scopes: ['outcomes'] } }
    const { keyId, apiKey } = JSON.parse((await request(makeApiKey, sourceRoutes.makeApiKey, asked)).body)
    expect(await withKey(apiKey)).toBe(404)
    const { body } = await request(listOutcomes, webhookRoutes.listOutcomes, { groups: ['sales'] })
    expect(JSON.parse(body).items).toMatchObject([{ messageId: 'k1', keyId }])
  })

  it('says in pointers what is wrong with it, and never what was given', async () => {
    const { secret } = await made()
    for (const data of [
      { ...unknown, result: 'marvellous' },
      { result: 'won' },
      { ...unknown, at: '2099-01-01T00:00:00Z' },
      { ...unknown, colour: 'green' },
    ]) {
      const { status, text } = await send(secret, { data })
      expect([status, text.includes('"pointer":"/data')]).toEqual([422, true])
      expect(text).not.toMatch(/marvellous|2099|green/)
    }
  })

  it('with the id of another message is refused; one too large, too', async () => {
    const { secret } = await made()
    await send(secret)
    expect((await send(secret, { data: { ...unknown, result: 'lost' } })).status).toBe(409)
    expect((await send(secret, { id: 'big', data: { ...unknown, reason: 'x'.repeat(40_000) } })).status).toBe(413)
  })

  it('keeps of an address only the id that it makes', async () => {
    const { secret } = await made()
    await send(secret, { data: { email: 'nora@brandt.example', result: 'won' } })
    expect(JSON.stringify(await world.everything())).not.toContain('brandt.example')
    expect(logged.join()).not.toContain('brandt.example')
  })

  it('is taken with the old secret until the overlap ends, and not after the source is gone', async () => {
    const { secret } = await made()
    const rotated = async (overlap: string) =>
      JSON.parse(
        (await request(rotate, webhookRoutes.rotateOutcomeSecret, { params, body: { overlap }, ...admin })).body,
      )
    const next = await rotated('1h')
    expect([(await send(secret)).status, (await send(next.secret)).status]).toEqual([404, 404])
    const last = await rotated('0s')
    expect([(await send(secret)).status, (await send(next.secret)).status, (await send(last.secret)).status]).toEqual([
      401, 401, 404,
    ])
    await request(deleteSource, webhookRoutes.deleteOutcomeSource, { params, ...admin })
    expect((await send(last.secret)).status).toBe(401)
  })
})

describe('secrets', () => {
  it('are answered once, and stand in no list, no item and no log', async () => {
    const { secret, apiKey } = await made()
    const hook = { url: 'http://localhost:1/', types: ['lead.erased'], contact: 'anna' }
    const created = await request(putWebhook, webhookRoutes.putWebhook, {
      params: { webhookId: 'crm' },
      body: hook,
      ...admin,
    })
    const again = await request(putWebhook, webhookRoutes.putWebhook, {
      params: { webhookId: 'crm' },
      body: hook,
      ...admin,
    })
    expect([created.status, again.status]).toEqual([201, 200])
    const own = JSON.parse(created.body).secret as string
    const rotated = await request(rotateWebhook, webhookRoutes.rotateWebhookSecret, {
      params: { webhookId: 'crm' },
      body: {},
      ...admin,
    })
    const next = JSON.parse(rotated.body).secret as string
    const lists = await Promise.all([
      request(listSources, webhookRoutes.listOutcomeSources, admin),
      request(listWebhooks, webhookRoutes.listWebhooks, admin),
    ])
    const everywhere = JSON.stringify([lists, again, await world.everything(), logged])
    for (const one of [secret, apiKey, own, next]) expect(everywhere).not.toContain(one.replace('whsec_', ''))
    expect(new Set([secret, own, next]).size).toBe(3)
  })

  it.each([
    [{ url: 'https://10.0.0.1/' }, '/url'],
    [{ url: 'http://crm.example.com/' }, '/url'],
    [{ contact: 'nobody' }, '/contact'],
    [{ types: ['lead.sold'] }, '/types/0'],
    [{ types: [] }, '/types'],
    [{ colour: 'green' }, '/colour'],
  ])('are made for no webhook like %j', async (wrong, pointer) => {
    const body = { url: 'https://crm.example.com/', types: ['lead.erased'], contact: 'anna', ...wrong }
    const { status, body: text } = await request(putWebhook, webhookRoutes.putWebhook, {
      params: { webhookId: 'crm' },
      body,
      ...admin,
    })
    expect([status, JSON.parse(text).errors?.[0]?.pointer.startsWith(pointer === '/colour' ? '' : pointer)]).toEqual([
      422,
      true,
    ])
    expect((await world.everything()).filter(({ pk }) => pk === 'WEBHOOKS')).toEqual([])
  })
})
