import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { mailReport, sesEvent } from '../../../core/consent/ses-event.ts'
import { toInstant } from '../../../core/names.ts'
import { sendKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { changeMailbox } from '../../../functions/consent/change-mailbox.ts'
import type { MailRequest, SendOutcome } from '../../../functions/consent/mail-request.ts'
import { recordDecisions } from '../../../functions/consent/record-decisions.ts'
import { recordReport } from '../../../functions/consent/record-report.ts'
import { sendMail } from '../../../functions/consent/send-mail.ts'
import { prepareSend, readSend } from '../../../functions/consent/send-records.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSendId, granted } from '../../fixtures/a-mailbox.ts'
import { type Fault, faults, type Which } from '../../fixtures/faults.ts'
import { sesEvents, withTags } from '../../fixtures/ses-events.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
vi.mock(import('../../../functions/consent/pacing.ts'), () => ({
  takeSendSlot: async () => undefined,
  slowDown: () => undefined,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
let world: MailWorld
let sends = 0

beforeAll(async () => {
  world = await aMailWorld()
  // What is read once for many mails (template, switch, keys) is read before the calls are counted.
  await sendMail(await newRequest())
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  world.break()
})

/** A new lead with consent, and the first mail of its sequence. */
async function newRequest(): Promise<MailRequest> {
  const leadId = await world.lead({ consent: { newsletter: granted() } })
  sends += 1
  return {
    leadId,
    sendId: aSendId(sends),
    basis: 'consent',
    topic: 'newsletter',
    template: 'welcome',
    cap: { emails: 2, perMs: 7 * 86_400_000 },
    enrolment: {
      enrolmentId: 'white-paper.1',
      sequence: 'white-paper',
      step: 'hello',
      visit: 1,
      open: ['white-paper.1'],
    },
  }
}

/** How often SES took this mail. */
function timesTaken({ sendId }: MailRequest): number {
  return world.taken.filter(({ EmailTags }) => EmailTags?.some(({ Value }) => Value === sendId)).length
}

/** Tries as the state machine does, until nothing more is to be done: again after an error, later when told so. */
async function untilSettled(request: MailRequest): Promise<SendOutcome> {
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const outcome = await sendMail(request).catch(() => undefined)
    if (outcome?.result === 'unknown' || outcome?.result === 'held') clock.ms = outcome.untilMs
    else if (outcome && outcome.result !== 'again') return outcome
    else clock.ms += 30_000
  }
  throw new Error('the mail never came to an end')
}

/** What must hold of every mail, whatever went wrong. */
async function expectHonest(request: MailRequest, outcome: SendOutcome): Promise<void> {
  world.break()
  const times = timesTaken(request)
  const record = await world.send(request.leadId, request.sendId)
  const box = await world.mailbox(request.leadId)
  expect(times).toBeLessThanOrEqual(1)
  if (outcome.result === 'sent') expect(times).toBe(1)
  if (times === 1) {
    expect(['sent', 'unconfirmed']).toContain(outcome.result)
    expect(['SENT', 'UNCONFIRMED']).toContain(record?.state)
    expect(box.claims.map(({ sendId }) => sendId)).toEqual([request.sendId])
    expect(box.visits).toEqual({ 'white-paper.1': 1 })
  }
}

const path = [
  'QueryCommand#0',
  'PutItemCommand#0',
  'UpdateItemCommand#0',
  'SendEmailCommand#0',
  'UpdateItemCommand#1',
] as const
/** The SDK never repeats the call to SES, so it is not delivered twice. */
const cases = path.flatMap((which) =>
  faults
    .filter((fault) => !(which.startsWith('SendEmail') && fault === 'twice'))
    .map((fault) => [which, fault] as const),
)

describe('when one call goes wrong', () => {
  it.each(cases)('%s %s: the mail goes once at most, and comes to an end', async (which, fault) => {
    const request = await newRequest()
    world.break([[which, fault]])
    const outcome = await untilSettled(request)
    await expectHonest(request, outcome)
    // Nobody can know where the answer of the claim or of SES got lost, or could not be written down. (SES's event tells; here none comes.)
    const lost = (which === 'UpdateItemCommand#0' || which === 'SendEmailCommand#0') && fault === 'answer-lost'
    const unsure = lost || (which === 'UpdateItemCommand#1' && (fault === 'fails' || fault === 'throttled'))
    expect(outcome.result).toBe(unsure ? 'unconfirmed' : 'sent')
  })

  it.each(cases)('%s %s, and again at the next try: the mail goes once at most', async (which, fault) => {
    const request = await newRequest()
    const second = which.replace('#0', '#1').replace('UpdateItemCommand#1', 'UpdateItemCommand#2') as Which
    world.break([
      [which, fault],
      [second, fault],
    ])
    await expectHonest(request, await untilSettled(request))
  })

  it('SES’s own event proves the mail whose answer was lost, before and after it was given up', async () => {
    for (const late of [false, true]) {
      const request = await newRequest()
      world.break([['SendEmailCommand#0', 'answer-lost']])
      expect((await sendMail(request)).result).toBe('unknown')
      world.break()
      if (late) expect((await untilSettled(request)).result).toBe('unconfirmed')
      const event = withTags(sesEvents.send, { leadId: [request.leadId], sendId: [request.sendId] }, `proof-${late}`)
      await recordReport(mailReport(sesEvent.parse(event).detail))
      expect(await sendMail(request)).toMatchObject({ result: 'sent', template: 'welcome', step: 'hello' })
      expect(await world.send(request.leadId, request.sendId)).toMatchObject({
        state: 'SENT',
        messageId: `proof-${late}`,
      })
      expect(timesTaken(request)).toBe(1)
    }
  })
})

describe('when two workers send the same mail', () => {
  it('at the same time, SES is called once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const request = await newRequest()
      const outcomes = await Promise.all([sendMail(request), sendMail(request), sendMail(request)])
      expect(timesTaken(request)).toBe(1)
      expect(outcomes.filter(({ result }) => result === 'sent').length).toBeGreaterThanOrEqual(1)
      expect(await untilSettled(request)).toMatchObject({ result: 'sent' })
    }
  })

  it.each(path)('one of them just before %s of the other, SES is called once', async (which) => {
    const request = await newRequest()
    world.break([[which, () => sendMail(request)]])
    await sendMail(request)
    await expectHonest(request, await untilSettled(request))
    expect(timesTaken(request)).toBe(1)
    expect((await world.send(request.leadId, request.sendId))?.state).toBe('SENT')
  })

  it('and SES turns away the one that claimed, after the other prepared the mail again: it goes later', async () => {
    const request = await newRequest()
    const { leadId, sendId } = request
    world.break([
      [
        'UpdateItemCommand#0',
        async () => {
          const prepared = await readSend(leadId, sendId)
          if (prepared) await prepareSend({ ...prepared, by: 'another' })
        },
      ],
      ['SendEmailCommand#0', 'throttled'],
    ])
    expect((await sendMail(request)).result).toBe('again')
    expect((await world.send(leadId, sendId))?.state).toBe('LAPSED')
    world.break()
    expect((await untilSettled(request)).result).toBe('sent')
    expect(timesTaken(request)).toBe(1)
  })

  it('and SES turns away the one that claimed, while the other sees its claim: it goes later', async () => {
    const request = await newRequest()
    let inner: SendOutcome | undefined
    world.break([
      [
        'SendEmailCommand#0',
        async () => {
          inner = await sendMail(request)
          throw Object.assign(new Error(), { name: 'TooManyRequestsException' })
        },
      ],
    ])
    expect((await sendMail(request)).result).toBe('again')
    expect(inner?.result).toBe('unknown')
    world.break()
    expect((await untilSettled(request)).result).toBe('sent')
    expect(timesTaken(request)).toBe(1)
  })

  it('and both fail, at any two points: SES is called once at most', async () => {
    for (const inner of path.slice(1)) {
      for (const fault of ['fails', 'answer-lost'] as const) {
        for (const outer of path.slice(1)) {
          const request = await newRequest()
          world.break([
            [
              outer,
              async () => {
                const kept = world.break([[inner, fault]])
                await sendMail(request).catch(() => undefined)
                kept.stop()
                world.break()
              },
            ],
          ])
          await sendMail(request).catch(() => undefined)
          await expectHonest(request, await untilSettled(request))
        }
      }
    }
  })
})

describe('a claim whose record says that another try lapsed', () => {
  it('is of a try of which nobody knows: the mail does not go again', async () => {
    const request = await newRequest()
    const { leadId, sendId } = request
    world.break([['SendEmailCommand#0', 'answer-lost']])
    await sendMail(request)
    world.break()
    const record = await world.send(leadId, sendId)
    await putItem(sendKey(leadId, sendId), { ...record, state: 'LAPSED', by: 'another' })
    expect((await sendMail(request)).result).toBe('unknown')
    expect((await untilSettled(request)).result).toBe('unconfirmed')
    expect(timesTaken(request)).toBe(1)
  })

  it('is given back when that try was its own and died before it could', async () => {
    const request = await newRequest()
    world.break([
      ['SendEmailCommand#0', 'throttled'],
      ['GetItemCommand#0', 'fails'],
    ])
    await expect(sendMail(request)).rejects.toThrow('injected')
    expect((await world.mailbox(request.leadId)).claims).toHaveLength(1)
    world.break()
    expect((await sendMail(request)).result).toBe('again')
    expect((await world.mailbox(request.leadId)).claims).toEqual([])
    expect((await sendMail(request)).result).toBe('sent')
  })
})

describe('when the person withdraws meanwhile', () => {
  const withdraw = async ({ leadId }: MailRequest) => {
    const stored = await recordDecisions({
      leadId,
      at: toInstant(clock.ms),
      decide: () => [{ topic: 'newsletter', decision: 'withdrawn' }],
      proof: () => ({ by: 'one-click' }),
    })
    expect(stored?.consent.newsletter?.state).toBe('withdrawn')
  }

  it.each([
    ['QueryCommand#0', 0],
    ['PutItemCommand#0', 0],
    ['UpdateItemCommand#0', 0],
    // Claimed before the withdrawal was answered: this one mail may go.
    ['SendEmailCommand#0', 1],
    ['UpdateItemCommand#1', 1],
  ] as const)('just before %s, SES is called %i times', async (which, times) => {
    const request = await newRequest()
    world.break([[which, () => withdraw(request)]])
    await sendMail(request)
    expect(timesTaken(request)).toBe(times)
    expect((await untilSettled(request)).result).toBe(times === 1 ? 'sent' : 'refused')
    expect(timesTaken(request)).toBe(times)
  })

  it('and SES turns the mail away, no later try sends it', async () => {
    const request = await newRequest()
    world.break([
      [
        'SendEmailCommand#0',
        async () => {
          await withdraw(request)
          throw Object.assign(new Error(), { name: 'TooManyRequestsException' })
        },
      ],
    ])
    expect((await sendMail(request)).result).toBe('again')
    expect(await untilSettled(request)).toMatchObject({ result: 'refused', reason: 'no consent: withdrawn' })
    expect(timesTaken(request)).toBe(0)
  })
})

describe('when others write the mailbox all the time', () => {
  it('the claim is decided again each time, and the mail goes', async () => {
    const request = await newRequest()
    const touch = () => changeMailbox(request.leadId, () => ({ change: {} }))
    world.break([0, 1, 2, 3].map((n) => [`UpdateItemCommand#${n}`, touch] as const))
    expect((await sendMail(request)).result).toBe('sent')
  })

  it('ten times in a row, it gives up without a call', async () => {
    const request = await newRequest()
    const touch = () => changeMailbox(request.leadId, () => ({ change: {} }))
    world.break(Array.from({ length: 10 }, (_, n) => [`UpdateItemCommand#${n}`, touch] as const))
    await expect(sendMail(request)).rejects.toThrow('changed by others at each of ten tries')
    expect(timesTaken(request)).toBe(0)
    world.break()
    expect((await untilSettled(request)).result).toBe('sent')
  })
})

describe('whatever goes wrong at any three calls', () => {
  it('SES is called once at most for one send, and every mail comes to an end', async () => {
    const anyFault = fc.tuple(fc.nat(14), fc.constantFrom<Fault>(...faults))
    await fc.assert(
      fc.asyncProperty(fc.array(anyFault, { minLength: 1, maxLength: 3 }), fc.boolean(), async (plan, race) => {
        world.break()
        clock.ms = startMs
        const request = await newRequest()
        world.break(plan.map(([n, fault]) => [n, fault] as const))
        if (race) await Promise.allSettled([sendMail(request), sendMail(request)])
        const outcome = await untilSettled(request)
        await expectHonest(request, outcome)
      }),
      { numRuns: 250 },
    )
  }, 120_000)
})
