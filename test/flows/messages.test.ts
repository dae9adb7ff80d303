import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ripen } from '../../local/run.ts'
import { aProvider, type ProviderTwin } from '../fixtures/a-provider.ts'
import { answers, drops, takes } from '../fixtures/a-receiver.ts'
import { aRun } from './a-run.ts'
import { localTarget } from './local-target.ts'
import { entersBy, leadOf, leadWhen, mailNamed } from './people.ts'
import { publishFolder } from './publish.ts'
import { addStaff } from './staff.ts'
import { aForm, aMail, storyContent } from './story-content.ts'
import { asStaff, type Target } from './target.ts'

const form = (id: string) =>
  aForm(id)
    .replace('thanks:', '  - { topic: product-education, channel: sms, text: You may text me about it. }\nthanks:')
    .replace('consent:', '  - { id: phone, type: text, label: Phone }\nconsent:')

const sequence = (id: string, more = '') => `id: ${id}
topic: product-education
trigger: { form: ${id} }
steps:
  - { id: text-them, webhook: { provider: sms-twin, channel: sms, text: { en: "Hello {{ firstName | default: 'there' }}, your stock check is on Friday." }, timeout: 1d${more} } }
  - id: came
    branch:
      - { when: { result.text-them: [delivered, replied] }, go: got-it }
      - { when: { result.text-them: stop }, go: end }
    otherwise: not-got
  - { id: got-it, send: story-got, next: end }
  - { id: not-got, send: story-not-got }
`

const content = {
  ...storyContent,
  'forms/text-me.yaml': form('text-me'),
  'forms/ask-me.yaml': form('ask-me'),
  'emails/story-got/en.md': aMail('You have our text'),
  'emails/story-not-got/en.md': aMail('Our text did not reach you'),
  'sequences/text-me.yaml': sequence('text-me'),
  'forms/aws-me.yaml': form('aws-me'),
  'sequences/aws-me.yaml': sequence('aws-me').replace('sms-twin', 'texts'),
  'sequences/ask-me.yaml': sequence('ask-me', ', until: replied'),
}

let ripen: Ripen
let target: Target
let twin: ProviderTwin

beforeAll(async () => {
  ripen = await aRun({ functionEnvironment: { WEBHOOK_LOOPBACK: 'allowed' } })
  target = localTarget(ripen.url)
  twin = await aProvider()
  await addStaff(target)
  const made = await provider({})
  expect(made.status).toBe(201)
  twin.secret = String(made.body.secret)
  await asStaff(target, 'admin', 'PUT', '/providers/texts', { kind: 'aws-sms', channels: ['sms'] })
  await publishFolder(target, content)
}, 180_000)
afterAll(async () => {
  await twin?.stop()
  await ripen?.stop()
})
beforeEach(async () => {
  await ripen.advance('61m')
  twin.does = takes
  twin.delivered.length = 0
  twin.refused.length = 0
})

const provider = (more: object) =>
  asStaff(target, 'admin', 'PUT', '/providers/sms-twin', { url: twin.url, channels: ['sms'], ...more })

const bySms = { 'consent.product-education:sms': 'on' }
const phone = '+49 (30) 123-4567'

async function enters(email: string, more: Record<string, string> = { phone, ...bySms }, by = 'text-me') {
  await entersBy(target, by, { email, firstName: email.split('@')[0] ?? '', ...more })
  await ripen.settle()
  return leadOf(target, email)
}

/** What the step of the lead came to. */
async function touchOf(leadId: string) {
  const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)
  return (body.items as Record<string, unknown>[]).find(({ kind }) => kind === 'touch')
}
const facts = async (leadId: string) => {
  const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}/timeline?limit=100`)
  return (body.items as Record<string, unknown>[])
    .map(({ type }) => String(type))
    .filter((one) => one.startsWith('message-'))
}
const subjects = async (to: string) => (await target.mails(to)).map(({ subject }) => subject)

describe('messages of a provider on the embedded run', () => {
  it('go once, to a number in international form, and the sequence waits for what the provider reports', async () => {
    const { leadId } = await enters('ada@sms.example')
    expect(twin.refused).toEqual([])
    expect(twin.delivered).toMatchObject([
      { to: '+49301234567', text: 'Hello ada, your stock check is on Friday.', locale: 'en', step: 'text-them' },
    ])
    const [message] = twin.delivered
    if (!message) throw new Error('no message')
    expect(await subjects('ada@sms.example')).toEqual(['Please confirm your address'])
    expect(
      await twin.reports(message, 'delivered', { secret: 'whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyBvbmU=' }),
    ).toMatchObject({ status: 401 })
    expect(await twin.reports(message, 'delivered')).toEqual({
      status: 200,
      body: { state: 'answered', result: 'delivered' },
    })
    await mailNamed(target, 'ada@sms.example', 'You have our text')
    expect(await touchOf(leadId)).toMatchObject({
      state: 'answered',
      result: 'delivered',
      call: 'accepted',
      because: expect.stringContaining('consent to product-education by sms of'),
    })
    expect(JSON.stringify(await touchOf(leadId))).not.toContain('301234567')
  }, 60_000)

  it('are not sent without consent to the channel, nor without a number that can be one; the sequence goes on', async () => {
    const called = twin.calls()
    const { leadId } = await enters('bob@sms.example', { phone })
    const { leadId: other } = await enters('cyd@sms.example', { phone: '0301234567', ...bySms })
    await mailNamed(target, 'bob@sms.example', 'Our text did not reach you')
    await mailNamed(target, 'cyd@sms.example', 'Our text did not reach you')
    expect(twin.calls()).toBe(called)
    expect(twin.delivered).toEqual([])
    expect(await touchOf(leadId)).toMatchObject({
      state: 'skipped',
      why: 'no consent to product-education by sms: none',
    })
    expect(await touchOf(other)).toMatchObject({
      state: 'skipped',
      why: expect.stringContaining('no number with the country'),
    })
  }, 60_000)

  it('take callbacks twice and out of order: nothing is lost and nothing doubled; stop ends all SMS', async () => {
    const { leadId } = await enters('dan@sms.example', { phone, ...bySms }, 'ask-me')
    const [message] = twin.delivered
    if (!message) throw new Error('no message')
    // Stop comes first of all, then what was before it, each twice.
    for (const outcome of ['stop', 'replied', 'delivered', 'stop', 'delivered', 'replied']) {
      expect(await twin.reports(message, outcome)).toMatchObject({ status: 200 })
      await ripen.settle()
    }
    expect(await touchOf(leadId)).toMatchObject({ result: 'stop', state: 'answered' })
    expect((await facts(leadId)).sort()).toEqual([
      'message-delivered',
      'message-replied',
      'message-sent',
      'message-stop',
    ])
    const lead = await leadOf(target, 'dan@sms.example')
    expect(lead.consents).toContainEqual(
      expect.objectContaining({ topic: 'product-education', channel: 'sms', state: 'withdrawn' }),
    )
    expect(lead.consents).toContainEqual(expect.objectContaining({ topic: 'product-education', state: 'granted' }))
    expect(lead.mailable).toBe(true)
    expect(await subjects('dan@sms.example')).toEqual(['Please confirm your address'])
  }, 60_000)

  it('are not called for where the consent is withdrawn between claim and call', async () => {
    // The first call is not taken, for sure; before the next one the person withdraws.
    twin.does = answers(429)
    const { leadId } = await enters('eve@sms.example')
    const called = twin.calls()
    twin.delivered.length = 0
    twin.does = takes
    const [mail] = await target.mails('eve@sms.example')
    expect(mail).toBeDefined()
    const { body } = await asStaff(target, 'marketing', 'GET', `/leads/${leadId}`)
    expect(body.consents).toHaveLength(2)
    await withdrawsAll('eve@sms.example')
    await ripen.advance('10m')
    expect(twin.calls()).toBe(called)
    expect(twin.delivered).toEqual([])
    expect(await touchOf(leadId)).toMatchObject({ state: expect.stringMatching(/^(closed|over|skipped)$/) })
  }, 60_000)

  it('are not called for again where nobody saw the answer, unless the provider knows a repeat', async () => {
    twin.does = drops
    const { leadId } = await enters('fay@sms.example')
    const [message] = twin.delivered
    const called = twin.calls()
    await ripen.advance('2h')
    expect(twin.calls()).toBe(called)
    expect(await touchOf(leadId)).toMatchObject({ call: 'unknown', state: 'open' })
    // It had gone after all: its callback says so.
    if (!message) throw new Error('no message')
    await twin.reports(message, 'delivered')
    await mailNamed(target, 'fay@sms.example', 'You have our text')

    await provider({ idempotent: true })
    const { leadId: other } = await enters('gil@sms.example')
    twin.does = takes
    await ripen.advance('10m')
    expect(await touchOf(other)).toMatchObject({ call: 'accepted', state: 'open' })
    expect(twin.delivered.filter(({ text }) => text.includes('gil'))).toHaveLength(1)
    await provider({})
    await ripen.advance('1d')
    await mailNamed(target, 'gil@sms.example', 'Our text did not reach you')
    expect(await touchOf(other)).toMatchObject({ state: 'over', result: 'timeout' })
  }, 60_000)

  it('go as SMS by AWS, with an id of Ripen’s and nothing else about the person', async () => {
    const { leadId } = await enters('jo@sms.example', { phone, ...bySms }, 'aws-me')
    await mailNamed(target, 'jo@sms.example', 'You have our text')
    const response = await target.call('/_local/sms?to=%2B49301234567')
    const { items } = (await response.json()) as { items: object[] }
    expect(items).toMatchObject([
      {
        from: 'EXAMPLE',
        text: 'Hello jo, your stock check is on Friday.',
        context: { ripen: expect.stringContaining(leadId) },
      },
    ])
    expect(await touchOf(leadId)).toMatchObject({ provider: 'texts', result: 'delivered' })
  }, 60_000)

  it('fail where the provider refuses them, and wait where it is not there', async () => {
    twin.does = answers(422)
    const { leadId } = await enters('hal@sms.example')
    await mailNamed(target, 'hal@sms.example', 'Our text did not reach you')
    expect(await touchOf(leadId)).toMatchObject({ result: 'failed', call: 'refused', why: 'the provider answered 422' })
    twin.does = takes
    twin.delivered.length = 0
    await provider({ enabled: false })
    await enters('ivy@sms.example')
    expect(twin.delivered).toEqual([])
    await provider({})
    await ripen.advance('25m')
    expect(twin.delivered).toHaveLength(1)
  }, 60_000)
})

/** Presses the button that ends all, on the preference page of a mail. */
async function withdrawsAll(email: string): Promise<void> {
  const { leadId } = await leadWhen(target, email, 'the lead', () => true)
  const answer = await asStaff(target, 'admin', 'POST', `/leads/${leadId}/suppress`, { reason: 'asked by phone' })
  expect(answer.status).toBe(200)
}
