import type { SQSBatchResponse } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Send } from '../../../core/consent/send.ts'
import { toInstant } from '../../../core/names.ts'
import { sendKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { recentOutcomes } from '../../../functions/consent/mail-outcomes.ts'
import { handler } from '../../../functions/consent/record-email.event.ts'
import { measure } from '../../../functions/runtime/metrics.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSendId, granted } from '../../fixtures/a-mailbox.ts'
import {
  type SesEvent,
  type SesEventName,
  sesEvents,
  sesMessageId,
  withPart,
  withTags,
} from '../../fixtures/ses-events.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.mock(import('../../../functions/runtime/metrics.ts'), () => ({ measure: vi.fn() }))

let world: MailWorld
beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-24T13:00:00.000Z')
  world.break()
  vi.mocked(measure).mockClear()
})

let sends = 0
/** A lead with consent, and a mail that SES took. */
async function aSentMail(given: Partial<Send> = {}): Promise<Send> {
  const leadId = await world.lead({ consent: { newsletter: granted(), product: granted() } })
  sends += 1
  const record: Send = {
    leadId,
    sendId: aSendId(sends),
    state: 'SENT',
    basis: 'consent',
    topic: 'newsletter',
    template: 'welcome',
    templateVersion: 7,
    locale: 'en',
    enrolmentId: 'white-paper.1',
    sequence: 'white-paper',
    step: 'hello',
    visit: 1,
    because: 'consent to newsletter',
    preparedAt: '2026-11-24T09:00:00.000Z',
    settledAt: '2026-11-24T09:00:00.000Z',
    messageId: sesMessageId,
    ...given,
  }
  await putItem(sendKey(leadId, record.sendId), { ...record })
  return record
}

/** The event about this mail, as the queue brings it. */
function reports(send: Send, event: SesEvent, messageId = sesMessageId): Promise<SQSBatchResponse> {
  const own = withTags(event, { leadId: [send.leadId], sendId: [send.sendId] }, messageId)
  return deliver(JSON.stringify(own))
}

function deliver(...bodies: string[]): Promise<SQSBatchResponse> {
  const records = bodies.map((body, n) => ({ messageId: `record-${n}`, body }))
  return handler({ Records: records } as never, {} as never) as Promise<SQSBatchResponse>
}

async function activities({ leadId }: Send) {
  const items = await world.items()
  return items.filter(({ pk, sk }) => pk === `LEAD#${leadId}` && String(sk).startsWith('ACT#'))
}

const everything = { batchItemFailures: [] }

describe('SES’s report of a mail', () => {
  it.each([
    ['delivery', 'email-delivered', {}],
    ['delay', 'email-delayed', { kind: 'TransientCommunicationFailure' }],
    ['reject', 'email-rejected', { kind: 'Bad content' }],
    ['rendering-failure', 'email-failed', {}],
    ['open', 'email-opened', {}],
    ['click', 'email-clicked', { link: 'https://www.example.com/white-paper' }],
    ['bounce', 'email-bounced', { bounce: 'permanent', kind: 'Permanent/General' }],
    ['complaint', 'email-complained', { kind: 'abuse' }],
  ] as const)('%s becomes the fact %s, once, with all that sequences and scoring ask for', async (name, type, more) => {
    const send = await aSentMail()
    expect(await reports(send, sesEvents[name])).toEqual(everything)
    expect(await reports(send, { ...sesEvents[name], id: 'again' })).toEqual(everything)
    const found = (await activities(send)).filter((one) => one.type === type)
    expect(found).toHaveLength(1)
    expect(found[0]?.data).toEqual({
      sendId: send.sendId,
      template: 'welcome',
      topic: 'newsletter',
      sequence: 'white-paper',
      enrolmentId: 'white-paper.1',
      step: 'hello',
      ...more,
    })
    expect(JSON.stringify(found)).not.toMatch(/192\.0\.2\.1|iPhone|recipient@/)
  })

  it('send is no fact of its own: the record of the send shows it', async () => {
    const send = await aSentMail()
    await reports(send, sesEvents.send)
    expect(await activities(send)).toEqual([])
  })

  it.each(Object.keys(sesEvents) as SesEventName[])('%s proves a mail whose answer nobody saw', async (name) => {
    for (const state of ['PREPARED', 'UNKNOWN', 'UNCONFIRMED'] as const) {
      const send = await aSentMail({ state, messageId: undefined, settledAt: undefined })
      await reports(send, sesEvents[name])
      expect(await world.send(send.leadId, send.sendId)).toMatchObject({ state: 'SENT', messageId: sesMessageId })
    }
  })

  it('of mail to staff, or without tags, is dropped and counted', async () => {
    const before = await world.items()
    expect(await deliver(JSON.stringify(withTags(sesEvents.click, { leadId: [], sendId: [] })))).toEqual(everything)
    expect(await deliver(JSON.stringify(withTags(sesEvents.click, { leadId: ['q'.repeat(32)] })))).toEqual(everything)
    expect(await world.items()).toEqual(before)
    expect(vi.mocked(measure).mock.calls).toEqual([['MailReportsDropped'], ['MailReportsDropped']])
  })

  it('that can not be read goes back alone', async () => {
    const send = await aSentMail()
    const good = JSON.stringify(withTags(sesEvents.open, { leadId: [send.leadId], sendId: [send.sendId] }))
    expect(await deliver('not json', good, '{}')).toEqual({
      batchItemFailures: [{ itemIdentifier: 'record-0' }, { itemIdentifier: 'record-2' }],
    })
    expect(await activities(send)).toHaveLength(1)
  })

  it('with another message id than the send’s is reported: two mails went out', async () => {
    const send = await aSentMail()
    await reports(send, sesEvents.delivery, 'another-message')
    expect(vi.mocked(measure).mock.calls).toEqual([['MailSentTwice']])
    expect((await world.send(send.leadId, send.sendId))?.messageId).toBe(sesMessageId)
  })
})

describe('what a report does to the mailbox', () => {
  it('a permanent bounce suppresses', async () => {
    const send = await aSentMail()
    await reports(send, sesEvents.bounce)
    expect((await world.mailbox(send.leadId)).suppression).toEqual({
      reason: 'bounced',
      at: '2026-11-24T09:00:04.669Z',
      detail: 'Permanent/General',
    })
    const items = await world.items()
    expect(items.find(({ pk, sk }) => pk === `LEAD#${send.leadId}` && sk === 'PROFILE')).toMatchObject({
      mailable: false,
      suppressed: 'bounced',
    })
  })

  it('a complaint suppresses, and withdraws the topic with a proof', async () => {
    const send = await aSentMail()
    await reports(send, sesEvents.complaint)
    await reports(send, sesEvents.complaint)
    const { suppression, consent } = await world.mailbox(send.leadId)
    expect(suppression).toMatchObject({ reason: 'complained', at: '2026-11-24T12:00:00.000Z' })
    expect([consent.newsletter?.state, consent.product?.state]).toEqual(['withdrawn', 'granted'])
    const items = await world.items()
    expect(items.filter(({ pk, sk }) => pk === `LEAD#${send.leadId}` && String(sk).startsWith('CONSENT#'))).toEqual([
      expect.objectContaining({
        topic: 'newsletter',
        decision: 'withdrawn',
        by: 'complaint',
        at: '2026-11-24T12:00:00.000Z',
      }),
    ])
    const told = world.told.filter(({ name }) => name === 'ActivityObserved').map(({ detail }) => detail.activity)
    expect(told).toContainEqual(
      expect.objectContaining({ leadId: send.leadId, type: 'consent-withdrawn', data: { topic: 'newsletter' } }),
    )
  })

  it('a complaint about a confirmation suppresses and withdraws nothing', async () => {
    const send = await aSentMail({ basis: 'confirmation', topic: undefined })
    await reports(send, sesEvents.complaint)
    const { suppression, consent } = await world.mailbox(send.leadId)
    expect(suppression?.reason).toBe('complained')
    expect(consent.newsletter?.state).toBe('granted')
  })

  it('a complaint that is taken back does nothing', async () => {
    const send = await aSentMail()
    await reports(send, withPart('complaint', { complaintFeedbackType: 'not-spam' }))
    expect(await world.mailbox(send.leadId)).toMatchObject({ rev: 3 })
  })

  it('five soft bounces in a row suppress; a delivery between them begins anew', async () => {
    const send = await aSentMail()
    const softly = async (n: number) => {
      const one = { ...send, sendId: aSendId(500 + n) }
      await putItem(sendKey(send.leadId, one.sendId), { ...one })
      const at = toInstant(clock.ms + n * 1_000)
      const kind = { bounceType: 'Transient', bounceSubType: 'MailboxFull', feedbackId: `feedback-${n}`, timestamp: at }
      await reports(one, withPart('bounce', kind))
      await reports(one, withPart('bounce', kind))
    }
    for (let n = 1; n <= 4; n += 1) await softly(n)
    expect((await world.mailbox(send.leadId)).softBounces).toBe(4)
    await reports(send, withPart('delivery', { timestamp: toInstant(clock.ms + 4_500) }))
    for (let n = 5; n <= 8; n += 1) await softly(n)
    expect((await world.mailbox(send.leadId)).suppression).toBeUndefined()
    await softly(9)
    expect((await world.mailbox(send.leadId)).suppression?.reason).toBe('soft-bounces')
  })

  it('a soft bounce that is reported after a later delivery is of no row', async () => {
    const send = await aSentMail()
    await reports(send, withPart('delivery', { timestamp: toInstant(clock.ms + 60_000) }))
    for (let n = 1; n <= 5; n += 1) {
      const one = { ...send, sendId: aSendId(600 + n) }
      await putItem(sendKey(send.leadId, one.sendId), { ...one })
      const timestamp = toInstant(clock.ms + n * 1_000)
      await reports(one, withPart('bounce', { bounceType: 'Transient', feedbackId: `late-${n}`, timestamp }))
    }
    const { softBounces, suppression } = await world.mailbox(send.leadId)
    expect({ softBounces, suppression }).toEqual({ softBounces: 0, suppression: undefined })
  })

  it('nothing is written about a person who was erased', async () => {
    const send = await aSentMail()
    const leadId = await world.lead({ erasedAt: '2026-11-24T08:00:00.000Z' })
    const left = { ...send, leadId }
    await putItem(sendKey(leadId, left.sendId), { ...left })
    for (const name of ['bounce', 'complaint', 'click', 'delivery'] as const) await reports(left, sesEvents[name])
    expect(await world.mailbox(leadId)).toMatchObject({ rev: 3, consent: {} })
    expect(await activities(left)).toEqual([])
  })
})

describe('the count for the account guard', () => {
  const sum = async () => {
    const hours = await recentOutcomes(undefined)
    return hours.reduce(
      (total, { deliveries, bounces, complaints }) => [
        (total[0] ?? 0) + deliveries,
        (total[1] ?? 0) + bounces,
        (total[2] ?? 0) + complaints,
      ],
      [0, 0, 0],
    )
  }
  const added = async (event: SesEvent, given: Partial<Send> = {}) => {
    const send = await aSentMail(given)
    const before = await sum()
    await reports(send, event)
    await reports(send, event)
    const after = await sum()
    return after.map((count, index) => count - (before[index] ?? 0))
  }

  it.each([
    ['a delivery once', sesEvents.delivery, {}, [1, 0, 0]],
    ['a permanent bounce once', sesEvents.bounce, {}, [0, 1, 0]],
    ['a complaint once', sesEvents.complaint, {}, [0, 0, 1]],
    ['no transient bounce', withPart('bounce', { bounceType: 'Transient' }), {}, [0, 0, 0]],
    [
      'no bounce that SES did not try',
      withPart('bounce', { bounceSubType: 'OnAccountSuppressionList' }),
      {},
      [0, 0, 0],
    ],
    ['no complaint that was taken back', withPart('complaint', { complaintFeedbackType: 'not-spam' }), {}, [0, 0, 0]],
    ['no mail but marketing', sesEvents.delivery, { basis: 'transactional' }, [0, 0, 0]],
    [
      'nothing that is older than 7 days',
      withPart('delivery', { timestamp: '2026-11-10T09:00:00.000Z' }),
      {},
      [0, 0, 0],
    ],
  ] as [string, SesEvent, Partial<Send>, number[]][])('takes in %s', async (_name, event, given, wanted) => {
    expect(await added(event, given)).toEqual(wanted)
  })

  it('is forgotten by the table after 30 days', async () => {
    await added(sesEvents.delivery)
    const items = await world.items()
    expect(items.find(({ pk, sk }) => pk === 'COUNT#mail' && sk === '2026-11-24T09')).toMatchObject({
      expiresAt: Math.floor(Date.parse('2026-12-24T09:00:05.123Z') / 1_000),
    })
  })
})

describe('a click of a machine', () => {
  const click = (timestamp: string, link = 'https://www.example.com/a') => withPart('click', { timestamp, link })
  const machines = async (send: Send) =>
    (await activities(send)).map((one) => (one.data as { machine?: boolean }).machine ?? false)

  it('within 10 s of the delivery is marked', async () => {
    const send = await aSentMail()
    await reports(send, sesEvents.delivery)
    await reports(send, click('2026-11-24T09:00:15.123Z'))
    await reports(send, click('2026-11-24T09:00:15.124Z'))
    expect(await machines(send)).toEqual([false, true, false])
  })

  it('that follows another link within 2 s is marked', async () => {
    const send = await aSentMail()
    await reports(send, click('2026-11-24T11:00:00.000Z'))
    await reports(send, click('2026-11-24T11:00:01.000Z', 'https://www.example.com/b'))
    await reports(send, click('2026-11-24T11:30:00.000Z', 'https://www.example.com/c'))
    expect(await machines(send)).toEqual([true, true, false])
  })
})
