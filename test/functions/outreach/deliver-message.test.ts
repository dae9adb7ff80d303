import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import {
  ConflictException,
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  ThrottlingException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Mailbox } from '../../../core/consent/mailbox.ts'
import type { Touch } from '../../../core/outreach/touch.ts'
import { mailboxKey, profileKey, providerKey, touchKey, versionKey } from '../../../functions/aws/keys.ts'
import { dynamodb, getItem, type Item, putItem } from '../../../functions/aws/table.ts'
import { setMarketingMail } from '../../../functions/consent/switches.ts'
import { deliverMessage } from '../../../functions/outreach/deliver-message.ts'
import { handler as recordSms } from '../../../functions/outreach/record-sms.event.ts'
import { handler as sweep } from '../../../functions/outreach/sweep-messages.schedule.ts'
import { log } from '../../../functions/runtime/log.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aLead } from '../../fixtures/a-lead.ts'
import { aLeadId, aSendId, granted, withdrawn } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aTable, type TestTable } from '../../fixtures/a-table.ts'
import { aMessage } from '../../fixtures/a-touch.ts'
import { type Fault, Faults, type Which } from '../../fixtures/faults.ts'
import { sharedSettings } from '../../fixtures/shared-settings.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
const posts = vi.hoisted(() => ({
  made: [] as string[],
  answer: async (): Promise<{ status?: number; error?: string }> => ({ status: 200 }),
}))
vi.mock(import('../../../functions/webhooks/post-signed.ts'), async () => ({
  postSigned: async ({ messageId, payload }: { messageId: string; payload: string }) => {
    posts.made.push(payload)
    expect(payload).toContain(messageId)
    return { at: new Date(clock.ms).toISOString(), ms: 1, ...(await posts.answer()) }
  },
}))

const leadId = aLeadId()
const touchId = aSendId(1)
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const sms = mockClient(PinpointSMSVoiceV2Client)
let table: TestTable
let told: { name: string; detail: { activity?: { type: string }; tries?: number } }[]

beforeEach(async () => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation(() => {})
  Object.assign(process.env, sharedSettings, { WEBHOOK_LOOPBACK: 'refused', SMS_ORIGINATION: 'EXAMPLE' })
  clock.ms = startMs
  table = await aTable()
  mockClient(SecretsManagerClient)
    .on(GetSecretValueCommand)
    .resolves({ SecretString: 's'.repeat(64) })
  told = []
  mockClient(EventBridgeClient)
    .on(PutEventsCommand)
    .callsFake(({ Entries }: { Entries: { DetailType: string; Detail: string }[] }) => {
      told.push(...Entries.map(({ DetailType, Detail }) => ({ name: DetailType, detail: JSON.parse(Detail) })))
      return { FailedEntryCount: 0 }
    })
  sms.reset()
  sms.on(SendTextMessageCommand).resolves({ MessageId: 'aws-1' })
  posts.made = []
  posts.answer = async () => ({ status: 200 })
  await setMarketingMail({ on: true, reason: 'a new day', by: 'test' })
  await provider()
  await lead()
  const step = {
    id: 'text-them',
    webhook: { provider: 'sms-twin', channel: 'sms', text: 'Hi {{ firstName | default: "you" }}', timeout: '1d' },
  }
  await putItem(versionKey('sequences', 'white-paper', 1), {
    value: aSequence({ id: 'white-paper', steps: [step] } as never),
  })
  await putItem(touchKey(leadId, touchId), { ...aMessage() })
})
afterEach(() => table.stop())

const claim = { id: touchId, at: '2026-11-24T09:00:00.000Z', topic: 'product-education', channel: 'sms' } as const

async function lead(given: Partial<Mailbox> = {}): Promise<void> {
  const consent = { 'product-education': granted(), 'product-education:sms': granted() }
  const one = aLead({
    profile: { fields: { phone: '+49 30 1234567', firstName: 'Nora' } },
    mailbox: { consent, touches: [claim], ...given },
  })
  await putItem(profileKey(leadId), { ...one.profile })
  await putItem(mailboxKey(leadId), { ...one.mailbox })
}

async function provider(given: object = {}): Promise<void> {
  const one = {
    providerId: 'sms-twin',
    kind: 'webhook',
    url: 'https://sms.example.com',
    channels: ['sms'],
    to: 'phone',
    idempotent: false,
    enabled: true,
    secrets: [],
    createdAt: '2026-11-01T09:00:00.000Z',
    createdBy: 'adam',
    rev: 0,
    ...given,
  }
  await putItem(providerKey('sms-twin'), one)
}

const withdraws = async () => {
  const read = (await getItem(mailboxKey(leadId))) as Item
  const consent = { ...(read.consent as object), 'product-education:sms': withdrawn('2026-11-24T09:00:00.000Z') }
  await putItem(mailboxKey(leadId), { ...read, consent, rev: Number(read.rev) + 1 })
}
const message = async () => (await getItem(touchKey(leadId, touchId))) as unknown as Touch
const facts = () => told.flatMap(({ detail }) => detail.activity?.type ?? [])

/** Delivers it with these calls of the table going wrong. */
async function delivers(plan: (readonly [Which, Fault])[] = []): Promise<string[]> {
  const { tries = 0 } = await message()
  const faults = new Faults(plan)
  faults.watch(dynamodb)
  await deliverMessage(leadId, touchId, tries).catch((error: unknown) => posts.made.push(`failed: ${error}`))
  faults.stop()
  return faults.calls
}
const calls = () => posts.made.filter((one) => !one.startsWith('failed'))

describe('delivering a message', () => {
  it('calls its provider once, and never again', async () => {
    await delivers()
    await delivers()
    expect(calls()).toHaveLength(1)
    expect(await message()).toMatchObject({ call: 'accepted', state: 'open', calledAt: '2026-11-24T09:00:00.000Z' })
    expect(facts()).toEqual(['message-sent'])
    expect(JSON.stringify(await message())).not.toMatch(/1234567|Nora/)
  })

  it('makes no call where the consent is withdrawn after its claim, nor where that comes between reading and marking', async () => {
    await withdraws()
    await delivers()
    expect(await message()).toMatchObject({ state: 'skipped', result: 'withdrawn', call: 'none' })
    await lead()
    await putItem(touchKey(leadId, touchId), { ...aMessage() })
    // The first update is the mark in the mailbox.
    await delivers([['UpdateItemCommand#0', withdraws]])
    expect(calls()).toEqual([])
    expect(await message()).toMatchObject({
      state: 'skipped',
      result: 'withdrawn',
      why: 'no consent to product-education by sms: withdrawn',
    })
    expect(facts()).toEqual(['touch-skipped', 'touch-skipped'])
  })

  it('makes no second call where the function died between the call and its record', async () => {
    await delivers([['UpdateItemCommand#1', 'fails']])
    expect(calls()).toHaveLength(1)
    await delivers()
    expect(calls()).toHaveLength(1)
    expect(await message()).toMatchObject({ call: 'unknown', state: 'open' })
  })

  it('makes a second call where the provider knows a repeat, with the same name', async () => {
    await provider({ idempotent: true })
    await delivers([['UpdateItemCommand#1', 'fails']])
    await delivers()
    expect(calls()).toHaveLength(2)
    expect(await message()).toMatchObject({ call: 'accepted' })
  })

  it('whatever call of the table goes wrong and however, calls once at most', async () => {
    const names = await delivers()
    for (const [at] of names.entries()) {
      for (const fault of ['fails', 'answer-lost', 'throttled', 'twice'] as const) {
        posts.made = []
        await lead()
        await putItem(touchKey(leadId, touchId), { ...aMessage() })
        await delivers([[at, fault]])
        await delivers()
        await delivers()
        expect([at, fault, calls().length <= 1]).toEqual([at, fault, true])
        expect(['accepted', 'unknown']).toContain((await message()).call)
      }
    }
  })

  it('tries again what was certainly not taken, later and later, until its step waits no more', async () => {
    posts.answer = async () => ({ error: 'ECONNREFUSED' })
    const waits: number[] = []
    for (let n = 0; n < 20; n += 1) {
      await delivers()
      const { nextAt } = await message()
      if (nextAt === undefined) break
      waits.push((Date.parse(nextAt) - clock.ms) / 60_000)
      clock.ms = Date.parse(nextAt)
    }
    expect(waits).toEqual([1, 4, 16, 64, 256, 360, 360, 360])
    expect(calls()).toHaveLength(9)
  })

  it('is asked for by the sweep once its time has come', async () => {
    posts.answer = async () => ({ status: 429 })
    await delivers()
    told = []
    const asked = () => told.filter(({ name }) => name === 'TouchDue')
    await sweep({} as never, {} as never)
    expect(asked()).toEqual([])
    clock.ms += 61_000
    await sweep({} as never, {} as never)
    expect(asked()).toMatchObject([{ detail: { tries: 1, touchId } }])
  })

  it('waits while marketing is stopped, and while its provider is off', async () => {
    await setMarketingMail({ on: false, reason: 'an outage', by: 'test' })
    await delivers()
    expect(await message()).toMatchObject({ status: 'stopped by the switch', nextAt: '2026-11-24T09:15:00.000Z' })
    await setMarketingMail({ on: true, reason: 'over', by: 'test' })
    await provider({ enabled: false })
    await delivers()
    expect(calls()).toEqual([])
    expect(await message()).toMatchObject({ state: 'open', tries: 2 })
  })
})

describe('an SMS by AWS', () => {
  beforeEach(() => provider({ kind: 'aws-sms', url: undefined }))
  const reported = (eventType: string, messageId = 'aws-1') =>
    recordSms(
      {
        Records: [
          { messageId: 'r', body: JSON.stringify({ detail: { eventType, eventTimestamp: clock.ms, messageId } }) },
        ],
      } as never,
      {} as never,
    )

  it('has number, text and an id, and what AWS reports finds it by AWS’s own', async () => {
    await delivers()
    const [call] = sms.commandCalls(SendTextMessageCommand)
    expect(call?.args[0].input).toEqual({
      DestinationPhoneNumber: '+49301234567',
      OriginationIdentity: 'EXAMPLE',
      MessageBody: 'Hi Nora',
      MessageType: 'PROMOTIONAL',
      ConfigurationSetName: undefined,
      Context: { ripen: `${leadId}.${touchId}` },
    })
    expect(await reported('TEXT_PENDING')).toEqual({ batchItemFailures: [] })
    for (let n = 0; n < 2; n += 1) await reported('TEXT_DELIVERED')
    expect(await message()).toMatchObject({ result: 'delivered', state: 'answered' })
    expect(facts().filter((one) => one === 'message-delivered')).toHaveLength(1)
  })

  it('is looked for again where it is not known yet, and let go of where it is another program’s', async () => {
    expect(await reported('TEXT_DELIVERED', 'other')).toEqual({ batchItemFailures: [{ itemIdentifier: 'r' }] })
    const body = JSON.stringify({
      detail: { eventType: 'TEXT_DELIVERED', eventTimestamp: clock.ms - 3_600_000, messageId: 'other' },
    })
    expect(await recordSms({ Records: [{ messageId: 'r', body }] } as never, {} as never)).toEqual({
      batchItemFailures: [],
    })
  })

  it('withdraws the consent of who told AWS to stop', async () => {
    sms
      .on(SendTextMessageCommand)
      .rejects(
        new ConflictException({ message: 'opted out', Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT', $metadata: {} }),
      )
    await delivers()
    expect((await getItem(mailboxKey(leadId)))?.consent).toMatchObject({
      'product-education': { state: 'granted' },
      'product-education:sms': { state: 'withdrawn' },
    })
    expect(await message()).toMatchObject({ state: 'answered', result: 'stop' })
  })

  it.each<[string, Error, { state: string; call?: string; result?: string; tries?: number }]>([
    [
      'throttled',
      new ThrottlingException({ message: 'slow', $metadata: {} }),
      { state: 'open', call: 'due', tries: 1 },
    ],
    ['without an answer', Object.assign(new Error('gone'), { code: 'ECONNRESET' }), { state: 'open', call: 'unknown' }],
    [
      'refused',
      Object.assign(new Error('no'), { name: 'ValidationException' }),
      { state: 'answered', result: 'failed' },
    ],
  ])('is %s', async (_, error, expected) => {
    sms.on(SendTextMessageCommand).rejects(error)
    await delivers()
    await delivers()
    expect(await message()).toMatchObject(expected.call === 'due' ? { ...expected, tries: 2 } : expected)
    expect(sms.commandCalls(SendTextMessageCommand)).toHaveLength(expected.call === 'due' ? 2 : 1)
  })
})
