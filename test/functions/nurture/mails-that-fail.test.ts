import { TooManyRequestsException } from '@aws-sdk/client-sesv2'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { updateItem } from '../../../functions/aws/table.ts'
import { readSend } from '../../../functions/consent/send-records.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
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

describe('a mail that SES', () => {
  it('does not answer for waits for proof, is unconfirmed without it, and never goes again', async () => {
    world.ses = async (input) => {
      await world.take(input)
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    }
    const leadId = await world.leadInside()
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

  it('does not answer for is not held by the cap that it fills itself', async () => {
    world.ses = async () => {
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    }
    const leadId = await world.leadInside({ cap: { emails: 1, per: '7d' } })
    expect(await world.enrolment(leadId)).toMatchObject({ held: 'no answer from SES yet' })
    await world.until(startMs + hour)
    expect(await readSend(leadId, sendIdOf(leadId, 'white-paper.1', 1))).toMatchObject({ state: 'UNCONFIRMED' })
    expect(await world.enrolment(leadId)).toMatchObject({ step: 'read-it', visit: 1 })
  })

  it('throttles is tried again, each time later, and goes once', async () => {
    let tries = 0
    world.ses = async () => {
      tries += 1
      throw new TooManyRequestsException({ message: 'slow down', $metadata: {} })
    }
    const leadId = await world.leadInside()
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
    const leadId = await world.leadInside()
    expect(await world.enrolment(leadId)).toMatchObject({ step: 'read-it', visit: 1, sent: {} })
    expect(await readSend(leadId, sendIdOf(leadId, 'white-paper.1', 1))).toMatchObject({ state: 'REFUSED' })
  })
})

it('a mail that the pace holds comes back ever later, and not at every change of its lead', async () => {
  pace.waitMs = 5_000
  const leadId = await world.leadInside()
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
  await world.posts(leadId)
  expect(await world.enrolment(leadId)).toMatchObject({ held: 'there is no published mail here', due: at(hour) })
  await updateItem({ pk: 'CONTENT#emails#here', sk: 'CURRENT' }, { set: { locales: ['en'] } })
  await world.until(startMs + 2 * hour)
  expect(world.sent()).toEqual([`${at(hour)} here`])
})
