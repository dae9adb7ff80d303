import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { enrolmentKey, mailboxKey } from '../../../functions/aws/keys.ts'
import { ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { changeLead } from '../../../functions/leads/change-lead.ts'
import { handler as takeStep } from '../../../functions/nurture/take-step.task.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { withdrawn } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { faults } from '../../fixtures/faults.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const hour = 3_600_000
const day = 24 * hour
const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
})
afterEach(() => world.stop())

const clicks = (leadId: string, template: string, visit: number, data: object = {}) =>
  world.happens(leadId, {
    type: 'email-clicked',
    data: { template, sendId: sendIdOf(leadId, 'white-paper.1', visit), ...data },
  })

describe('a click', () => {
  it('wakes the step that waits for it; the old execution stops', async () => {
    const leadId = await world.leadInside()
    await world.until(startMs + hour)
    await clicks(leadId, 'welcome', 1)
    await world.until(startMs + hour)
    expect(world.sent()).toEqual([`${at(0)} welcome`, `${at(hour)} case-study`])
    expect(await world.enrolment(leadId)).toMatchObject({
      state: 'finished',
      generation: 2,
      clicked: { welcome: at(hour) },
    })
    expect(world.machines.executions.map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED'])
  })

  it('that is told twice wakes once', async () => {
    const leadId = await world.leadInside()
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
    const leadId = await world.leadInside()
    await clicks(leadId, template, 1, data)
    await world.until(startMs + hour)
    expect(world.mails).toHaveLength(1)
    expect(world.machines.executions).toHaveLength(1)
  })

  it('comes to nothing late: a stale execution that rings finishes without a word', async () => {
    const leadId = await world.leadInside()
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

describe('the end of a sequence', () => {
  it.each<[string, number, Partial<Sequence>]>([
    ['finished', 10 * day, {}],
    ['exited', hour, { exit: [{ event: 'meeting-booked' }] }],
  ])('lets in the lead whose next one begins with it: %s', async (state, ms, given) => {
    const trigger = { event: `enrolment-${state}`, where: { sequence: 'white-paper' } }
    await world.publish(aSequence({ id: 'next', trigger }))
    const leadId = await world.leadInside(given)
    await world.until(startMs + hour)
    await world.happens(leadId, { type: 'meeting-booked' })
    await world.until(startMs + ms)
    const ended = await world.enrolment(leadId)
    expect(ended).toMatchObject({ state })
    expect((await world.enrolment(leadId, 'next.1')).startedAt).toBe(ended.endedAt)
  })
})

describe('an exit', () => {
  it('by an event that the sequence names ends it at once', async () => {
    const leadId = await world.leadInside({ exit: [{ event: 'meeting-booked' }] })
    await world.until(startMs + hour)
    await world.happens(leadId, { type: 'meeting-booked' })
    await world.until(startMs + hour)
    expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'exit: event meeting-booked' })
    await world.until(startMs + 10 * day)
    expect(world.mails).toHaveLength(1)
    expect(await world.profile(leadId)).toMatchObject({ status: 'parked', parked: { reason: 'sequences-finished' } })
  })

  it('comes by a withdrawal, though nobody tells of it', async () => {
    const leadId = await world.leadInside()
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

  it('that just became active is not looked after once more, unless it is told late: who made it so may have died', async () => {
    const leadId = await world.leadInside({ steps: [{ id: 'rest', wait: '21d' }] })
    const told = world.told.find(({ name }) => name === 'EnrolmentChanged') as (typeof world.told)[number]
    expect(told.detail).toMatchObject({ state: 'active', at: at(0) })
    const [{ enrolmentId = '' } = {}] = (await world.read(leadId)).enrolments
    await updateItem(enrolmentKey(leadId, enrolmentId), { set: { loops: 0 } })
    const started = () => world.calls.filter((name) => name === 'StartExecutionCommand').length
    const before = started()
    await world.hand(told)
    expect(started()).toBe(before)
    clock.ms += 60_000
    await world.hand(told)
    expect(started()).toBe(before + 1)
  })

  it('is told', async () => {
    await world.leadInside({ steps: [{ id: 'only', send: 'only' }] })
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
    const leadId = await world.leadInside({ steps: [{ id: 'only', send: 'only' }] })
    await world.until(startMs + 30 * day)
    expect(world.sent()).toEqual([`${at(0)} only`, `${at(21 * day)} again`])
    expect((await world.read(leadId)).enrolments.map(({ enrolmentId, state }) => `${enrolmentId} ${state}`)).toEqual([
      're-engagement.1 finished',
      'white-paper.1 finished',
    ])
  })
})

describe('a lead whose score crosses into another band', () => {
  const scores = async (leadId: string, total: number) => {
    await changeLead(
      leadId,
      { type: 'scored', id: `scored-${clock.ms}`, at: new Date(clock.ms).toISOString() },
      () => ({
        set: { score: { total, fit: 20, interest: 20, model: 'b2b', modelVersion: 1, at: at(0) } },
      }),
    )
    await world.until(clock.ms)
  }
  const standing = async (leadId: string) => {
    const { enrolments, profile } = await world.read(leadId)
    const inside = enrolments.map(({ enrolmentId, state, crossed }) =>
      [enrolmentId, state, crossed].filter(Boolean).join(' '),
    )
    return { inside, status: profile.status }
  }

  beforeEach(async () => {
    const steps = (name: string) => [
      { id: 'one', send: `${name}-1` },
      { id: 'gap', wait: '10d' },
      { id: 'two', send: `${name}-2` },
      { id: 'last', wait: '10d' },
    ]
    await world.publish(aSequence({ id: 'high', trigger: { idle: { 'score-from': 35 } }, steps: steps('high') }))
    await world.publish(aSequence({ id: 'low', trigger: { idle: { 'score-below': 35 } }, steps: steps('low') }))
  })

  it('goes on in the sequence of that band, and back, and gets nothing twice', async () => {
    const leadId = await world.leadInside({ steps: [{ id: 'only', send: 'only' }] })
    await world.until(startMs + day)
    expect(await standing(leadId)).toMatchObject({ inside: ['low.1 active', 'white-paper.1 finished'] })
    await scores(leadId, 60)
    expect(await standing(leadId)).toEqual({
      inside: ['high.1 active', 'low.1 exited high', 'white-paper.1 finished'],
      status: 'nurturing',
    })
    await world.until(startMs + 2 * day)
    await scores(leadId, 20)
    expect((await standing(leadId)).inside.slice(0, 3)).toEqual([
      'high.1 exited low',
      'low.1 exited high',
      'low.2 active',
    ])
    await world.until(startMs + 40 * day)
    expect(world.mails.map(({ template }) => template)).toEqual(['only', 'low-1', 'high-1', 'low-2'])
    expect(await standing(leadId)).toMatchObject({ status: 'parked' })
  })

  it('stays where somebody put it in', async () => {
    const leadId = await world.leadInside({ id: 'by-hand', trigger: { form: 'white-paper' } })
    await scores(leadId, 60)
    expect((await standing(leadId)).inside).toEqual(['by-hand.1 active'])
  })

  it.each(faults)('gets nothing twice, whichever call of going over %s', async (fault) => {
    const leadId = await world.leadInside({ steps: [{ id: 'only', send: 'only' }] })
    await world.until(startMs + day)
    for (let call = 0; call < 16; call += 1) {
      world.break([[call, fault]])
      await scores(leadId, call % 2 === 0 ? 60 : 20).catch(() => undefined)
      world.break()
      await world.until(clock.ms + hour)
    }
    await world.until(startMs + 60 * day)
    const templates = world.mails.map(({ template }) => template)
    expect(templates).toEqual([...new Set(templates)])
    expect(templates).toEqual(expect.arrayContaining(['low-1', 'high-1']))
  })
})

describe('while sales has the lead', () => {
  it('its sequences hold and say so, and go on when sales lets go of it', async () => {
    await world.publish(aSequence({ trigger: { form: 'white-paper' } }))
    const leadId = await world.lead({ handoffs: [aHandoff({ state: 'accepted' })] })
    await world.posts(leadId)
    expect(await world.enrolment(leadId)).toMatchObject({ held: 'with-sales', due: at(30 * day) })
    expect(world.mails).toEqual([])
    await world.until(startMs + 40 * day)
    expect(world.mails).toEqual([])
    const key = { pk: `LEAD#${leadId}`, sk: 'HANDOFF#000001' }
    await updateItem(key, { set: { state: 'recycled' } }, ifPresent)
    await world.happens(leadId, { type: 'handoff-recycled' })
    await world.until(startMs + 40 * day)
    expect(world.sent()).toEqual([`${at(40 * day)} welcome`])
  })

  it('a sequence made for that time runs with the owner as reply-to', async () => {
    await updateItem({ pk: 'USER#maria', sk: 'PROFILE' }, { set: { ...aUser({ userId: 'maria' }) } })
    await world.publish(aSequence({ trigger: { form: 'white-paper' }, audience: 'with-sales' }))
    const leadId = await world.lead({ handoffs: [aHandoff({ owner: 'maria' })] })
    await world.posts(leadId)
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

  it('gets the next sequence, when the one for its time with sales has ended', async () => {
    await world.publish(aSequence({ id: 'again', trigger: { idle: {} }, steps: [{ id: 'b', send: 'again' }] }))
    const version = await world.publish(aSequence({ audience: 'with-sales' }))
    const enrolments = [anEnrolment({ version, step: 'read-it', due: at(2 * day) })]
    const leadId = await world.lead({ handoffs: [aHandoff()], enrolments })
    await letsGo(leadId)
    await world.until(startMs + hour)
    expect((await world.enrolment(leadId)).state).toBe('exited')
    expect(world.mails.map(({ template }) => template)).toEqual(['again'])
  })

  it('gets the sequence that is made for just that', async () => {
    const idle = { after: ['recycled' as const] }
    await world.publish(aSequence({ id: 'again', trigger: { idle }, steps: [{ id: 'b', send: 'again' }] }))
    await letsGo(await world.lead({ handoffs: [aHandoff()] }))
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
