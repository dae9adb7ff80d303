import { TooManyRequestsException } from '@aws-sdk/client-sesv2'
import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { enrolmentKey, mailboxKey } from '../../../functions/aws/keys.ts'
import { ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { readSend } from '../../../functions/consent/send-records.ts'
import { changeLead } from '../../../functions/leads/change-lead.ts'
import { handler as takeStep } from '../../../functions/nurture/take-step.task.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { withdrawn } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

/** How long the pace lets a mail wait, in ms of real time. */
const pace = vi.hoisted(() => ({ waitMs: undefined as number | undefined }))
vi.mock(import('../../../functions/consent/pacing.ts'), () => ({
  takeSendSlot: async () => pace.waitMs,
  slowDown: () => {},
}))

const hour = 3_600_000
const day = 24 * hour
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
  pace.waitMs = undefined
})
afterEach(() => world.stop())

/** A lead that has just posted the form of the white paper, and whose first mail has gone. */
async function aLeadInside(sequence: Parameters<typeof aSequence>[0] = {}): Promise<string> {
  await world.publish(aSequence({ trigger: { form: 'white-paper' }, ...sequence }))
  const leadId = await world.lead()
  await posts(leadId)
  return leadId
}

async function posts(leadId: string): Promise<void> {
  await world.happens(leadId, { type: 'form-submitted', data: { form: 'white-paper' } })
  await world.until(clock.ms)
}

const clicks = (leadId: string, template: string, visit: number, data: object = {}) =>
  world.happens(leadId, {
    type: 'email-clicked',
    data: { template, sendId: sendIdOf(leadId, 'white-paper.1', visit), ...data },
  })

const sent = () => world.mails.map(({ at, template }) => `${at} ${template}`)

describe('a drip', () => {
  it('goes by the clock from the form to its end, and then the lead is parked with reason and date', async () => {
    const leadId = await aLeadInside()
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
    await world.until(startMs + 30 * day)
    expect(sent()).toEqual([`${at(0)} welcome`, `${at(3 * day)} reminder`, `${at(5 * day)} case-study`])
    expect(await world.enrolment(leadId)).toMatchObject({ state: 'finished', reason: 'finished', visit: 3 })
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'sequences-finished', until: at(95 * day) },
    })
    expect(world.machines.failures).toEqual([])
    expect(world.machines.running).toEqual([])
  })

  it('costs three transitions for each mail', async () => {
    await aLeadInside()
    await world.until(startMs + 30 * day)
    expect(world.machines.executions.map(({ transitions }) => transitions)).toEqual([9])
  })

  it('costs five calls of the table for each mail', async () => {
    await aLeadInside()
    const second = await world.lead()
    for (const ms of [0, 3 * day]) {
      await world.until(startMs + ms - 1)
      if (ms === 0) {
        await world.happens(second, { type: 'form-submitted', data: { form: 'white-paper' } })
        await world.deliver()
      }
      const [first, other] = world.machines.running
      if (!first || !other) throw new Error('two drips are awaited')
      clock.ms = startMs + ms
      // What is published is kept for a minute: the first one reads it for both.
      if (ms > 0) await world.machines.ring(first)
      world.calls.length = 0
      await world.machines.ring(other)
      expect(world.calls).toEqual([
        'QueryCommand',
        'PutItemCommand',
        'UpdateItemCommand',
        'SendEmailCommand',
        'UpdateItemCommand',
        'UpdateItemCommand',
      ])
    }
    expect(world.mails).toHaveLength(4)
  })

  it('stays with the version that the lead entered with', async () => {
    await aLeadInside()
    await world.publish(aSequence({ steps: [{ id: 'welcome', send: 'another' }] }))
    await world.until(startMs + 30 * day)
    expect(world.mails.map(({ template }) => template)).toEqual(['welcome', 'reminder', 'case-study'])
  })

  it('looks again after 30 days at what waits for longer, and writes nothing then', async () => {
    const steps = [
      { id: 'rest', wait: '100d' },
      { id: 'later', send: 'later' },
    ]
    const leadId = await aLeadInside({ steps })
    const [execution] = world.machines.running
    expect(execution?.state.waitSeconds).toBe(30 * 86_400)
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'waiting', until: at(10 * day) },
    })
    world.calls.length = 0
    await world.until(startMs + 99 * day)
    expect(world.calls.filter((name) => name !== 'QueryCommand')).toEqual([])
    expect(execution?.state.waitSeconds).toBe(10 * 86_400)
    await world.until(startMs + 101 * day)
    expect(sent()).toEqual([`${at(100 * day)} later`])
  })

  it('mails one after the other without a wait in turns of its own', async () => {
    const steps = [
      { id: 'one', send: 'one' },
      { id: 'two', send: 'two' },
    ]
    await aLeadInside({ steps })
    expect(sent()).toEqual([`${at(0)} one`, `${at(0)} two`])
    expect(world.machines.executions[0]?.transitions).toBe(6)
  })

  it('is held by a cap over all sequences, says so, and goes on', async () => {
    const capped = {
      cap: { emails: 1, per: '7d' },
      steps: [
        { id: 'first', send: 'one' },
        { id: 'second', send: 'two' },
      ],
    }
    const leadId = await aLeadInside(capped)
    expect(await world.enrolment(leadId)).toMatchObject({ held: 'cap of 1 in 7d', due: at(7 * day) })
    await world.until(startMs + 8 * day)
    expect(sent()).toEqual([`${at(0)} one`, `${at(7 * day)} two`])
  })

  it('goes on with the shape of an older release', async () => {
    const leadId = await aLeadInside()
    clock.ms = startMs + 3 * day
    const old = { enrolmentId: 'white-paper.1', leadId, generation: 1, heldBy: 'nobody' }
    expect(await takeStep(old, {} as Context)).toEqual({
      enrolmentId: 'white-paper.1',
      leadId,
      generation: 1,
      waitSeconds: 2 * 86_400,
      finished: false,
    })
    expect(world.mails).toHaveLength(2)
  })

  it('ends for a lead that is gone', async () => {
    const none = { enrolmentId: 'white-paper.1', leadId: 'z'.repeat(32), generation: 1 }
    expect(await takeStep(none, {} as Context)).toMatchObject({ finished: true })
  })

  it('carries ids and seconds alone', async () => {
    await aLeadInside()
    for (const { input } of world.machines.executions) {
      expect(Object.keys(JSON.parse(input)).sort()).toEqual([
        'enrolmentId',
        'finished',
        'generation',
        'leadId',
        'waitSeconds',
      ])
    }
  })
})

describe('a click', () => {
  it('wakes the step that waits for it; the old execution stops', async () => {
    const leadId = await aLeadInside()
    await world.until(startMs + hour)
    await clicks(leadId, 'welcome', 1)
    await world.until(startMs + hour)
    expect(sent()).toEqual([`${at(0)} welcome`, `${at(hour)} case-study`])
    expect(await world.enrolment(leadId)).toMatchObject({
      state: 'finished',
      generation: 2,
      clicked: { welcome: at(hour) },
    })
    expect(world.machines.executions.map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED'])
  })

  it('that is told twice wakes once', async () => {
    const leadId = await aLeadInside()
    await clicks(leadId, 'welcome', 1)
    const told = world.told.filter(({ name }) => name === 'LeadChanged').at(-1)
    if (!told) throw new Error('nothing was told')
    await world.until(startMs + hour)
    await world.hand(told)
    await world.until(startMs + 10 * day)
    expect(world.mails.map(({ template }) => template)).toEqual(['welcome', 'case-study'])
  })

  it.each<[string, string, object]>([
    ['of a scanner', 'welcome', { machine: true }],
    ['on a mail of another sequence', 'welcome', { sendId: sendIdOf('a'.repeat(32), 'other.1', 1) }],
    ['on another mail', 'reminder', {}],
  ])('%s wakes nobody', async (_name, template, data) => {
    const leadId = await aLeadInside()
    await clicks(leadId, template, 1, data)
    await world.until(startMs + hour)
    expect(world.mails).toHaveLength(1)
    expect(world.machines.executions).toHaveLength(1)
  })

  it('comes to nothing late: a stale execution that rings finishes without a word', async () => {
    const leadId = await aLeadInside()
    await clicks(leadId, 'welcome', 1)
    await world.until(startMs + hour)
    const before = await world.enrolment(leadId)
    world.calls.length = 0
    const stale = { enrolmentId: 'white-paper.1', leadId, generation: 1 }
    expect(await takeStep(stale, {} as Context)).toMatchObject({ finished: true, generation: 1 })
    expect(world.calls).toEqual(['QueryCommand'])
    expect(await world.enrolment(leadId)).toEqual(before)
  })
})

describe('an exit', () => {
  it('by an event that the sequence names ends it at once', async () => {
    const leadId = await aLeadInside({ exit: [{ event: 'meeting-booked' }] })
    await world.until(startMs + hour)
    await world.happens(leadId, { type: 'meeting-booked' })
    await world.until(startMs + hour)
    expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'exit: event meeting-booked' })
    await world.until(startMs + 10 * day)
    expect(world.mails).toHaveLength(1)
    expect(await world.profile(leadId)).toMatchObject({ status: 'parked', parked: { reason: 'sequences-finished' } })
  })

  it('comes by a withdrawal, though nobody tells of it', async () => {
    const leadId = await aLeadInside()
    await updateItem(
      mailboxKey(leadId),
      { set: { rev: 99, consent: { 'product-education': withdrawn(at(hour)) } } },
      ifPresent,
    )
    await world.until(startMs + 4 * day)
    expect(world.mails).toHaveLength(1)
    expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'unsubscribed' })
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'no-consent' },
      mailable: false,
    })
  })

  it('is told', async () => {
    await aLeadInside({ steps: [{ id: 'only', send: 'only' }] })
    const told = world.told.filter(({ name }) => name === 'EnrolmentChanged').map(({ detail }) => detail)
    expect(told).toMatchObject([
      { state: 'active', reason: 'form-submitted' },
      { state: 'finished', reason: 'finished' },
    ])
  })

  it('gives the lead the next sequence by its score band', async () => {
    await world.publish(
      aSequence({ id: 'stay-close', trigger: { idle: { 'score-from': 35 } }, steps: [{ id: 'a', send: 'close' }] }),
    )
    const idle = { 'score-from': 0, 'score-below': 35 }
    await world.publish(
      aSequence({
        id: 're-engagement',
        trigger: { idle },
        steps: [
          { id: 'rest', wait: '21d' },
          { id: 'b', send: 'again' },
        ],
      }),
    )
    const leadId = await aLeadInside({ steps: [{ id: 'only', send: 'only' }] })
    await world.until(startMs + 30 * day)
    expect(sent()).toEqual([`${at(0)} only`, `${at(21 * day)} again`])
    expect((await world.read(leadId)).enrolments.map(({ enrolmentId, state }) => `${enrolmentId} ${state}`)).toEqual([
      're-engagement.1 finished',
      'white-paper.1 finished',
    ])
  })
})

describe('while sales has the lead', () => {
  it('its sequences hold and say so, and go on when sales lets go of it', async () => {
    await world.publish(aSequence({ trigger: { form: 'white-paper' } }))
    const leadId = await world.lead({ handoffs: [aHandoff({ state: 'accepted' })] })
    await posts(leadId)
    expect(await world.enrolment(leadId)).toMatchObject({ held: 'with-sales', due: at(30 * day) })
    expect(world.mails).toEqual([])
    await world.until(startMs + 40 * day)
    expect(world.mails).toEqual([])
    const key = { pk: `LEAD#${leadId}`, sk: 'HANDOFF#000001' }
    await updateItem(key, { set: { state: 'recycled' } }, ifPresent)
    await world.happens(leadId, { type: 'handoff-recycled' })
    await world.until(startMs + 40 * day)
    expect(sent()).toEqual([`${at(40 * day)} welcome`])
  })

  it('a sequence made for that time runs with the owner as reply-to', async () => {
    await updateItem({ pk: 'USER#maria', sk: 'PROFILE' }, { set: { ...aUser({ userId: 'maria' }) } })
    await world.publish(aSequence({ trigger: { form: 'white-paper' }, audience: 'with-sales' }))
    const leadId = await world.lead({ handoffs: [aHandoff({ owner: 'maria' })] })
    await posts(leadId)
    expect(world.mails).toMatchObject([{ template: 'welcome', replyTo: 'maria@company.example' }])
  })
})

describe('a lead that sales gave back', () => {
  const letsGo = async (leadId: string) => {
    await updateItem({ pk: `LEAD#${leadId}`, sk: 'HANDOFF#000001' }, { set: { state: 'recycled' } }, ifPresent)
    await changeLead(leadId, { type: 'handoff-recycled', id: 'one', at: at(0) }, () => ({
      set: { parked: { reason: 'recycled' } },
    }))
    await world.until(clock.ms)
  }

  it('gets the sequence that is made for that, though another one ends at the same time', async () => {
    const idle = { after: ['recycled' as const] }
    await world.publish(aSequence({ id: 'again', trigger: { idle }, steps: [{ id: 'b', send: 'again' }] }))
    const version = await world.publish(aSequence({ audience: 'with-sales' }))
    const enrolments = [anEnrolment({ version, step: 'read-it', due: at(2 * day) })]
    const leadId = await world.lead({ handoffs: [aHandoff()], enrolments })
    await letsGo(leadId)
    await world.until(startMs + hour)
    expect((await world.enrolment(leadId)).state).toBe('exited')
    expect(world.mails.map(({ template }) => template)).toEqual(['again'])
  })

  it('is parked until a date where no sequence takes it', async () => {
    const leadId = await world.lead({ handoffs: [aHandoff()] })
    await letsGo(leadId)
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'new', until: at(90 * day) },
    })
  })
})

describe('a clock', () => {
  it.each<[string, Partial<Enrolment>]>([
    ['that rang a thousand times', { loops: 1_000 }],
    ['that is older than 300 days', { generationAt: at(-301 * day) }],
  ])('%s hands over to the next generation, and the mail goes once', async (_name, worn) => {
    const leadId = await aLeadInside()
    await updateItem(enrolmentKey(leadId, 'white-paper.1'), { set: worn }, ifPresent)
    await world.until(startMs + 3 * day)
    expect(sent()).toEqual([`${at(0)} welcome`, `${at(3 * day)} reminder`])
    expect(world.machines.executions.map(({ status, state }) => `${state.generation} ${status}`)).toEqual([
      '1 SUCCEEDED',
      '2 RUNNING',
    ])
    expect(await world.enrolment(leadId)).toMatchObject({ generation: 2, generationAt: at(3 * day), loops: 1 })
  })
})

describe('a mail that SES', () => {
  it('does not answer for waits for proof, is unconfirmed without it, and never goes again', async () => {
    world.ses = async (input) => {
      await world.take(input)
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    }
    const leadId = await aLeadInside()
    expect(await world.enrolment(leadId)).toMatchObject({
      held: 'no answer from SES yet',
      due: at(hour / 4),
      putOff: 1,
    })
    world.ses = world.take
    await world.until(startMs + 2 * day)
    expect(world.mails).toHaveLength(1)
    expect(await readSend(leadId, sendIdOf(leadId, 'white-paper.1', 1))).toMatchObject({ state: 'UNCONFIRMED' })
    const enrolment = await world.enrolment(leadId)
    expect(enrolment).toMatchObject({ step: 'read-it', visit: 1, sent: {} })
    expect(enrolment.putOff).toBeUndefined()
  })

  it('throttles is tried again, each time later, and goes once', async () => {
    let tries = 0
    world.ses = async () => {
      tries += 1
      throw new TooManyRequestsException({ message: 'slow down', $metadata: {} })
    }
    const leadId = await aLeadInside()
    expect(await world.enrolment(leadId)).toMatchObject({
      held: 'to be tried again: TooManyRequestsException',
      putOff: 1,
    })
    await world.until(startMs + hour)
    expect(tries).toBeGreaterThan(5)
    expect(tries).toBeLessThan(12)
    world.ses = world.take
    await world.until(startMs + 3 * hour)
    expect(world.mails).toHaveLength(1)
    const enrolment = await world.enrolment(leadId)
    expect([enrolment.step, enrolment.putOff, enrolment.held]).toEqual(['read-it', undefined, undefined])
    // The cap counts what went, not what was tried.
    expect((await world.mailbox(leadId)).claims).toHaveLength(1)
  })

  it('refuses for good is passed by', async () => {
    world.ses = async () => {
      throw Object.assign(new Error('rejected'), { name: 'MessageRejected' })
    }
    const leadId = await aLeadInside()
    expect(await world.enrolment(leadId)).toMatchObject({ step: 'read-it', visit: 1, sent: {} })
    expect(await readSend(leadId, sendIdOf(leadId, 'white-paper.1', 1))).toMatchObject({ state: 'REFUSED' })
  })
})

it('a mail that the pace holds comes back ever later, and not at every change of its lead', async () => {
  pace.waitMs = 5_000
  const leadId = await aLeadInside()
  const held = await world.enrolment(leadId)
  expect(held).toMatchObject({ held: 'pacing', putOff: 1 })
  expect(Date.parse(held.due ?? '') - startMs).toBeGreaterThanOrEqual(15_000)
  await world.happens(leadId, { type: 'page-visited' })
  await world.deliver()
  expect((await world.enrolment(leadId)).due).toBe(held.due)
  await world.until(startMs + hour)
  expect(world.machines.executions[0]?.transitions).toBeLessThan(3 * 12)
  pace.waitMs = undefined
  await world.until(startMs + 3 * hour)
  expect(world.mails).toHaveLength(1)
})

it('a mail that is not published holds its lead and says so, until it is', async () => {
  await world.publish(aSequence({ trigger: { form: 'white-paper' }, steps: [{ id: 'first', send: 'here' }] }))
  await updateItem({ pk: 'CONTENT#emails#here', sk: 'CURRENT' }, { set: { locales: [] } })
  const leadId = await world.lead()
  await posts(leadId)
  expect(await world.enrolment(leadId)).toMatchObject({ held: 'there is no published mail here', due: at(hour) })
  await updateItem({ pk: 'CONTENT#emails#here', sk: 'CURRENT' }, { set: { locales: ['en'] } })
  await world.until(startMs + 2 * hour)
  expect(sent()).toEqual([`${at(hour)} here`])
})
