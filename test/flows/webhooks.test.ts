import { Webhook as Standard } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ripen } from '../../local/run.ts'
import { answers, aReceiver, type Heard, type Receiver, takes } from '../fixtures/a-receiver.ts'
import { signedHeaders } from '../fixtures/signed-headers.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { asksForDemo, leadOf, leadWhen } from './people.ts'
import { publishFolder } from './publish.ts'
import { addStaff } from './staff.ts'
import { storyContent } from './story-content.ts'
import { asStaff, type Target } from './target.ts'

let ripen: Ripen
let target: Target
let receiver: Receiver

beforeAll(async () => {
  ripen = await aRun({ functionEnvironment: { WEBHOOK_LOOPBACK: 'allowed' } })
  target = localTarget(ripen.url)
  receiver = await aReceiver()
  await addStaff(target)
  await publishFolder(target, storyContent)
}, 180_000)
afterAll(async () => {
  await receiver?.stop()
  await ripen?.stop()
})
// All come from one network, and Ripen throttles who posts many forms an hour.
beforeEach(async () => {
  await ripen.advance('61m')
  receiver.heard.length = 0
  receiver.does = takes
})

type Log = { state: string; type: string; messageId: string; leadId?: string; tries: number; attempts: object[] }[]

const manage = (method: string, path: string, body?: object) => asStaff(target, 'admin', method, path, body)
const put = (id: string, types: string[], more: object = {}) =>
  manage('PUT', `/webhooks/${id}`, { url: `${receiver.url}/${id}`, types, contact: 'mark', ...more })
const logOf = async (id: string) => (await manage('GET', `/webhooks/${id}/deliveries`)).body.items as Log
const heardBy = (id: string) => receiver.heard.filter(({ path }) => path === `/${id}`)
const said = ({ body }: Heard) => JSON.parse(body) as { type: string; timestamp: string; data: Record<string, string> }

describe('webhooks on the embedded run', () => {
  it('tell of a hand-off, signed, once, and without a word about the person', async () => {
    const made = await put('crm', ['handoff.changed', 'lead.qualified'])
    expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } })
    const { leadId, handoffId } = await asksForDemo(target, { email: 'wanda@hook.example', company: 'Hook Ltd' })
    await ripen.settle()

    const messages = heardBy('crm')
    expect(messages.map(said).map(({ type, data }) => [type, data.cause ?? ''])).toEqual(
      expect.arrayContaining([
        ['lead.qualified', ''],
        ['handoff.changed', 'opened'],
      ]),
    )
    const verifier = new Standard(String(made.body.secret))
    for (const { body, headers } of messages) {
      expect(verifier.verify(body, headers as Record<string, string>)).toMatchObject({ data: { leadId } })
      expect(body).not.toMatch(/wanda|hook\.example|Hook Ltd/i)
    }
    expect(new Set(messages.map(({ headers }) => headers['webhook-id'])).size).toBe(messages.length)
    expect(messages.map(said).find(({ type }) => type === 'handoff.changed')?.data.handoffId).toBe(handoffId)

    const shown = await manage('GET', '/webhooks')
    expect(JSON.stringify(shown.body)).not.toContain('whsec_')
    expect((await logOf('crm')).every(({ state, tries }) => state === 'delivered' && tries === 1)).toBe(true)
    await manage('DELETE', '/webhooks/crm')
  }, 120_000)

  it('are tried for three days, then switched off with a mail and an alarm; a replay sends what was missed', async () => {
    await put('broken', ['handoff.changed'])
    receiver.does = answers(500)
    await asksForDemo(target, { email: 'bert@hook.example', company: 'Broken Ltd' })
    await ripen.settle()
    const [first] = await logOf('broken')
    expect(first).toMatchObject({ state: 'pending', tries: 1, attempts: [{ status: 500 }] })
    for (const hours of [1, 4, 8, 12, 24, 24, 5]) await ripen.advance(`${hours}h`)

    const log = await logOf('broken')
    expect(log.filter(({ state }) => state === 'pending')).toEqual([])
    expect(log.at(-1)).toMatchObject({ state: 'failed', tries: 9 })
    const { body } = await manage('GET', '/webhooks')
    expect(body.items).toMatchObject([
      { webhookId: 'broken', enabled: false, disabled: { reason: expect.stringContaining('three days') } },
    ])
    const mails = await target.mails('mark@company.example')
    expect(mails.filter(({ subject }) => subject === 'The webhook broken is switched off')).toHaveLength(1)

    const span = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' }
    expect((await manage('POST', '/webhooks/broken/replay', span)).status).toBe(409)
    receiver.does = takes
    receiver.heard.length = 0
    expect((await put('broken', ['handoff.changed'])).status).toBe(200)
    expect((await manage('POST', '/webhooks/broken/replay', span)).body).toMatchObject({ replayed: log.length })
    await ripen.settle()
    expect(
      heardBy('broken')
        .map(({ headers }) => headers['webhook-id'])
        .sort(),
    ).toEqual(log.map((one) => one.messageId).sort())
    await manage('DELETE', '/webhooks/broken')
  }, 120_000)

  it('say what an erased person was, and nothing of them any more', async () => {
    await put('forgets', ['handoff.changed', 'lead.erased'])
    receiver.does = answers(503)
    const { leadId } = await asksForDemo(target, { email: 'erna@hook.example', company: 'Gone Ltd' })
    await ripen.settle()
    await manage('DELETE', `/leads/${leadId}`)
    await ripen.settle()
    receiver.does = takes
    receiver.heard.length = 0
    await ripen.advance('3h')
    expect(
      heardBy('forgets')
        .map(said)
        .map(({ type }) => type),
    ).toEqual(['lead.erased'])
    expect((await logOf('forgets')).filter((one) => one.leadId)).toEqual([])
    await manage('DELETE', '/webhooks/forgets')
  }, 120_000)

  it('bring outcomes back from a CRM, in any order, each once', async () => {
    const { body: source } = await manage('PUT', '/outcome-sources/crm-fake', {})
    const report = async (id: string, data: object) => {
      const body = JSON.stringify({ type: 'outcome.reported', data })
      const answer = await target.call('/outcomes/crm-fake', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signedHeaders(String(source.secret), id, body) },
        body,
      })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    const email = 'wim@hook.example'
    const unknown = await report('early', { email, result: 'opportunity' })
    expect(unknown.status).toBe(404)
    const reviewed = () => asStaff(target, 'sales', 'GET', '/outcomes')
    expect((await reviewed()).body.items).toMatchObject([
      { messageId: 'early', sourceId: 'crm-fake', state: 'unmatched' },
    ])
    expect(JSON.stringify((await reviewed()).body)).not.toContain('wim')

    const { handoffId } = await asksForDemo(target, { email, company: 'Win Ltd' })
    expect(await report('won', { handoffId, result: 'won', revenue: 12_000 })).toMatchObject({
      status: 200,
      // Nobody said here what the funnel asks: the deal counts all the same.
      body: { result: 'stored', state: 'won', missing: ['need', 'authority'] },
    })
    expect(await report('won', { handoffId, result: 'won', revenue: 12_000 })).toMatchObject({
      status: 200,
      body: { result: 'stored' },
    })
    expect(await report('early', { email, result: 'opportunity' })).toMatchObject({
      status: 200,
      body: { result: 'late' },
    })
    expect(await report('lost', { handoffId, result: 'lost' })).toMatchObject({ status: 409 })
    expect((await reviewed()).body.items).toEqual([])

    await leadWhen(target, email, 'a customer', ({ stage }) => stage === 'customer')
    const { leadId } = await leadOf(target, email)
    const { body } = await asStaff(target, 'sales', 'GET', `/handoffs/${handoffId}`)
    expect(body).toMatchObject({
      state: 'won',
      missing: ['need', 'authority'],
      outcome: { by: 'crm-fake', revenue: 12_000 },
      answer: { kind: 'accepted', by: 'crm-fake' },
    })
    const timeline = await asStaff(target, 'sales', 'GET', `/leads/${leadId}/timeline`)
    const types = (timeline.body.items as { type?: string }[]).map(({ type }) => type)
    expect(types.filter((type) => type === 'deal-won')).toHaveLength(1)
    const withKey = await target.call('/outcomes/crm-fake', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${source.apiKey}`,
        'idempotency-key': 'k1',
      },
      body: JSON.stringify({ type: 'outcome.reported', data: { handoffId, result: 'won' } }),
    })
    expect(withKey.status).toBe(200)
    expect(await withKey.json()).toMatchObject({ result: 'known' })
  }, 120_000)

  it('leave no dead letters', async () => {
    await ripen.settle()
    const { deadLetters } = await ripen.state()
    expect(Object.entries(deadLetters).filter(([, depth]) => depth > 0)).toEqual([])
  })
})
