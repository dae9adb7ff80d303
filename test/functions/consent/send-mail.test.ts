import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Mailbox } from '../../../core/consent/mailbox.ts'
import { toInstant } from '../../../core/names.ts'
import { ses } from '../../../functions/aws/mailer.ts'
import { changeMailbox } from '../../../functions/consent/change-mailbox.ts'
import type { MailRequest, SendOutcome } from '../../../functions/consent/mail-request.ts'
import { slowDown, takeSendSlot } from '../../../functions/consent/pacing.ts'
import { sendMail } from '../../../functions/consent/send-mail.ts'
import { setMarketingMail } from '../../../functions/consent/switches.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSendId, granted, pending, withdrawn } from '../../fixtures/a-mailbox.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.mock(import('../../../functions/consent/pacing.ts'), () => ({
  takeSendSlot: vi.fn(async () => undefined),
  slowDown: vi.fn(),
}))

const day = 86_400_000
let world: MailWorld
let sends = 0

beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  world.break()
  world.taken.length = 0
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
})

function marketing(leadId: string, given: Partial<MailRequest> = {}): MailRequest {
  sends += 1
  return { leadId, sendId: aSendId(sends), basis: 'consent', topic: 'newsletter', template: 'welcome', ...given }
}

function inSequence(leadId: string, visit = 1): MailRequest {
  const enrolment = {
    enrolmentId: 'white-paper.1',
    sequence: 'white-paper',
    step: 'hello',
    visit,
    open: ['white-paper.1'],
  }
  return marketing(leadId, { enrolment })
}

const consented: Partial<Mailbox> = { consent: { newsletter: granted() } }

describe('a mail to a lead', () => {
  it('goes to SES once, and its record says why', async () => {
    const leadId = await world.lead(consented)
    const request = inSequence(leadId)
    const outcome = await sendMail(request)
    expect(outcome).toEqual({ result: 'sent', at: toInstant(clock.ms), template: 'welcome', step: 'hello' })
    expect(world.taken).toHaveLength(1)
    const record = await world.send(leadId, request.sendId)
    expect(record).toMatchObject({
      state: 'SENT',
      basis: 'consent',
      template: 'welcome',
      templateVersion: 7,
      messageId: 'message-1',
      claimedAt: toInstant(clock.ms),
      because: 'consent to newsletter of 2026-11-20T10:00:00.000Z, evidence proof-of-grant',
    })
    expect(await world.mailbox(leadId)).toMatchObject({
      rev: 4,
      claims: [{ sendId: request.sendId }],
      visits: { 'white-paper.1': 1 },
    })
  })

  it('costs four calls of the table at most; moving the cursor is the fifth', async () => {
    const leadId = await world.lead(consented)
    await sendMail(inSequence(leadId))
    const faults = world.break()
    await sendMail(inSequence(leadId, 2))
    expect(faults.calls).toEqual([
      'QueryCommand',
      'PutItemCommand',
      'UpdateItemCommand',
      'SendEmailCommand',
      'UpdateItemCommand',
    ])
  })

  it('is handed to SES by a client that never tries again by itself', async () => {
    expect(await ses.config.maxAttempts()).toBe(1)
  })

  it.each([
    ['there is no record of consent', {}, 'no consent: none'],
    ['nobody confirmed', { consent: { newsletter: pending() } }, 'no consent: pending'],
    ['the person withdrew', { consent: { newsletter: withdrawn() } }, 'no consent: withdrawn'],
    [
      'the address is suppressed',
      { ...consented, suppression: { reason: 'complained', at: toInstant(0) } },
      'suppressed: complained',
    ],
    ['the person was erased', { ...consented, erasedAt: toInstant(0) }, 'erased'],
  ] as const)('does not go when %s', async (_name, box, reason) => {
    const leadId = await world.lead(box as Partial<Mailbox>)
    expect(await sendMail(marketing(leadId))).toMatchObject({ result: 'refused', reason })
    expect(world.taken).toEqual([])
  })

  it('does not go to a lead that is not there', async () => {
    expect(await sendMail(marketing('z'.repeat(32)))).toMatchObject({ result: 'refused', reason: 'no such lead' })
  })

  it('waits while the cap is reached, over all sequences', async () => {
    const leadId = await world.lead(consented)
    const cap = { emails: 2, perMs: 7 * day }
    await sendMail({ ...marketing(leadId), cap })
    clock.ms += day
    await sendMail({ ...inSequence(leadId), cap })
    expect(await sendMail({ ...marketing(leadId), cap })).toEqual({
      result: 'held',
      why: 'cap',
      untilMs: clock.ms + 6 * day,
    })
    expect(world.taken).toHaveLength(2)
    clock.ms += 6 * day
    expect(await sendMail({ ...marketing(leadId), cap })).toMatchObject({ result: 'sent' })
  })

  it('that was sent says so to every retry, and goes once', async () => {
    const leadId = await world.lead(consented)
    const request = marketing(leadId)
    const first = await sendMail(request)
    clock.ms += day
    expect(await sendMail(request)).toEqual({ ...first, step: undefined })
    expect(world.taken).toHaveLength(1)
  })

  it('that was sent or refused is known by its record, even when the mailbox no longer remembers its claim', async () => {
    const leadId = await world.lead(consented)
    const request = marketing(leadId)
    await sendMail(request)
    await changeMailbox(leadId, () => ({ change: { claims: [] } }))
    expect((await sendMail(request)).result).toBe('sent')
    const refused = marketing(leadId)
    const withdraws = () => changeMailbox(leadId, () => ({ change: { consent: { newsletter: withdrawn() } } }))
    world.break([['UpdateItemCommand#0', withdraws]])
    expect((await sendMail(refused)).result).toBe('refused')
    await changeMailbox(leadId, () => ({ change: consented }))
    expect(await sendMail(refused)).toMatchObject({ result: 'refused', reason: 'no consent: withdrawn' })
    expect(world.taken).toHaveLength(1)
  })

  it('is held when its template is not there, of another class, or misses a value; nothing is claimed', async () => {
    const leadId = await world.lead(consented)
    for (const template of ['no-such-mail', 'receipt', 'handoff', 'confirm']) {
      const outcome = await sendMail(marketing(leadId, { template }))
      expect(outcome, template).toMatchObject({ result: 'held', untilMs: clock.ms + 3_600_000 })
    }
    expect((await world.mailbox(leadId)).claims).toEqual([])
    expect(world.taken).toEqual([])
  })

  it('is held when the next slot of its worker is far; nothing is written down', async () => {
    const leadId = await world.lead(consented)
    vi.mocked(takeSendSlot).mockResolvedValueOnce(4_000)
    const request = marketing(leadId)
    expect(await sendMail(request)).toEqual({ result: 'held', why: 'pacing', untilMs: clock.ms + 4_000 })
    expect(await world.send(leadId, request.sendId)).toBeUndefined()
  })

  it('is held by the switch for all marketing mail, which stops no confirmation', async () => {
    await setMarketingMail({ on: false, reason: 'a test', by: 'admin' })
    const leadId = await world.lead({ consent: { newsletter: granted(), product: pending() } })
    expect(await sendMail(marketing(leadId))).toMatchObject({
      result: 'held',
      why: 'marketing mail is stopped by the switch',
    })
    const confirmUrl = 'https://api.example.com/confirm/token'
    const confirmation: MailRequest = {
      leadId,
      sendId: aSendId(900),
      basis: 'confirmation',
      template: 'confirm',
      variables: { confirmUrl },
    }
    expect(await sendMail(confirmation)).toMatchObject({ result: 'sent' })
    await setMarketingMail({ on: true, reason: 'a test', by: 'admin' })
    expect(await sendMail(marketing(leadId))).toMatchObject({ result: 'sent' })
  })
})

describe('what SES answers', () => {
  const answers: [string, { name: string; message?: string; code?: string }, SendOutcome['result'], string][] = [
    ['a throttle', { name: 'TooManyRequestsException' }, 'again', 'LAPSED'],
    ['that sending is paused', { name: 'SendingPausedException' }, 'again', 'LAPSED'],
    [
      'that the sender is not verified',
      { name: 'MessageRejected', message: 'Email address is not verified.' },
      'again',
      'LAPSED',
    ],
    ['that it refuses the mail', { name: 'MessageRejected', message: 'Bad content' }, 'refused', 'REFUSED'],
    ['that the address is no address', { name: 'BadRequestException' }, 'refused', 'REFUSED'],
    ['nothing: no connection', { name: 'Error', code: 'ECONNREFUSED' }, 'again', 'LAPSED'],
    ['nothing in time', { name: 'AbortError' }, 'unknown', 'UNKNOWN'],
    ['nothing that tells', { name: 'InternalServiceErrorException' }, 'unknown', 'UNKNOWN'],
    ['a connection that broke', { name: 'Error', code: 'ECONNRESET' }, 'unknown', 'UNKNOWN'],
  ]
  it.each(answers)('%s', async (_what, { name, message, code }, result, state) => {
    const leadId = await world.lead(consented)
    const request = marketing(leadId)
    const error = Object.assign(new Error(message ?? name), { name, code })
    world.break([['SendEmailCommand#0', () => Promise.reject(error)]])
    const outcome = await sendMail(request)
    expect(outcome.result).toBe(result)
    expect((await world.send(leadId, request.sendId))?.state).toBe(state)
    // What certainly was not sent frees its place under the cap; all else keeps it.
    expect((await world.mailbox(leadId)).claims).toHaveLength(result === 'again' ? 0 : 1)
    world.break()
    const again = await sendMail(request)
    expect(again.result).toBe(result === 'again' ? 'sent' : result)
    expect(world.taken).toHaveLength(result === 'again' ? 1 : 0)
  })

  it('makes this worker slower when it was too much, and only then', async () => {
    const leadId = await world.lead(consented)
    for (const [name, times] of [
      ['TooManyRequestsException', 1],
      ['SendingPausedException', 0],
    ] as const) {
      vi.mocked(slowDown).mockClear()
      world.break([['SendEmailCommand#0', () => Promise.reject(Object.assign(new Error(), { name }))]])
      await sendMail(marketing(leadId))
      expect(slowDown, name).toHaveBeenCalledTimes(times)
    }
  })

  it('tells whether the whole account is in trouble', async () => {
    const leadId = await world.lead(consented)
    const paused = Object.assign(new Error(), { name: 'SendingPausedException' })
    world.break([['SendEmailCommand#0', () => Promise.reject(paused)]])
    expect(await sendMail(marketing(leadId))).toMatchObject({ result: 'again', account: true })
  })
})

describe('a mail without an answer', () => {
  it('is UNKNOWN for 15 minutes, then UNCONFIRMED, and never sent again', async () => {
    const leadId = await world.lead(consented)
    const request = inSequence(leadId)
    const claimedMs = clock.ms
    world.break([['SendEmailCommand#0', 'answer-lost']])
    expect(await sendMail(request)).toEqual({ result: 'unknown', untilMs: claimedMs + 900_000 })
    world.break()
    clock.ms = claimedMs + 899_999
    expect(await sendMail(request)).toEqual({ result: 'unknown', untilMs: claimedMs + 900_000 })
    clock.ms = claimedMs + 900_000
    const unconfirmed = { result: 'unconfirmed', template: 'welcome', step: 'hello' }
    expect(await sendMail(request)).toEqual(unconfirmed)
    clock.ms += 30 * day
    expect(await sendMail(request)).toEqual(unconfirmed)
    expect(world.taken).toHaveLength(1)
    expect((await world.send(leadId, request.sendId))?.state).toBe('UNCONFIRMED')
  })
})

describe('the fence', () => {
  it('makes no call more than 8 s after the claim was begun; the claim is given back and the mail goes later', async () => {
    const leadId = await world.lead(consented)
    const request = inSequence(leadId)
    const real = performance.now.bind(performance)
    let lateMs = 0
    const spy = vi.spyOn(performance, 'now').mockImplementation(() => real() + lateMs)
    world.break([
      [
        'UpdateItemCommand#0',
        async () => {
          lateMs = 8_001
        },
      ],
    ])
    const outcome = await sendMail(request)
    spy.mockRestore()
    expect(outcome).toMatchObject({ result: 'again', why: 'more than 8 s after its claim' })
    expect(world.taken).toEqual([])
    expect((await world.send(leadId, request.sendId))?.state).toBe('LAPSED')
    expect(await world.mailbox(leadId)).toMatchObject({ claims: [], visits: { 'white-paper.1': 0 } })
    world.break()
    expect(await sendMail(request)).toMatchObject({ result: 'sent' })
    expect(world.taken).toHaveLength(1)
  })
})
