import type { Context } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromInstant } from '../../../core/names.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { takeOut } from '../../../core/nurture/steering.ts'
import { type Touch, touch } from '../../../core/outreach/touch.ts'
import { mailboxKey } from '../../../functions/aws/keys.ts'
import { type Item, putItem } from '../../../functions/aws/table.ts'
import { steerEnrolment } from '../../../functions/nurture/steer-enrolment.ts'
import { handler as takeStep } from '../../../functions/nurture/take-step.task.ts'
import { changeTouch } from '../../../functions/outreach/touch-items.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { granted, withdrawn } from '../../fixtures/a-mailbox.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { faults } from '../../fixtures/faults.ts'
import { aNurtureWorld, type NurtureWorld } from '../nurture/nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const consent = { 'product-education': granted(), 'product-education:call': granted() }
const steps = [
  { id: 'call-them', task: { what: 'call', who: 'owner', answers: ['done', 'not-reached'], due: '2d', timeout: '5d' } },
  { id: 'fork', branch: [{ when: { 'result.call-them': 'done' }, go: 'good' }], otherwise: 'sorry' },
  { id: 'good', send: 'good', next: 'end' },
  { id: 'sorry', send: 'sorry' },
] as unknown as Sequence['steps']

let world: NurtureWorld
let version: number
beforeAll(async () => {
  world = await aNurtureWorld()
  version = await world.publish(aSequence({ steps, cap: { emails: 5, call: 1, per: '7d' } }))
})
afterAll(() => world.stop())
beforeEach(() => {
  world.break()
  clock.ms = startMs
  for (const one of world.machines.running) one.status = 'ABORTED'
  world.mails.length = 0
  world.forget()
})

const at = (ms: number) => new Date(startMs + ms).toISOString()
const inside = (mailbox: object = { consent }, given: Partial<Enrolment> = {}) =>
  world.lead({ mailbox, enrolments: [anEnrolment({ version, step: 'call-them', ...given })] })
const touches = async (leadId: string): Promise<Touch[]> =>
  (await world.items())
    .filter(({ pk, sk }) => pk === `LEAD#${leadId}` && String(sk).startsWith('TOUCH#'))
    .map((one) => touch.parse(one))
const takes = (leadId: string) =>
  takeStep({ leadId, enrolmentId: 'white-paper.1', generation: 1, waitSeconds: 0, finished: false }, {} as Context)
const sentTo = (leadId: string) => world.mails.filter((one) => one.leadId === leadId).map(({ template }) => template)

/** Somebody answers, as `POST /tasks/{id}/answer` stores it, and its fact is heard. */
async function answers(leadId: string, result: string): Promise<void> {
  const [one] = await touches(leadId)
  if (!one) throw new Error('no task')
  await changeTouch(leadId, one.touchId, ({ state }) =>
    state === 'open' ? { change: { state: 'answered', result } } : undefined,
  )
  await world.happens(leadId, { type: 'task-answered', data: { touch: one.touchId, step: one.step, result } })
}

describe('a step that asks for something', () => {
  it('writes down one task, waits, and goes on by the answer', async () => {
    const leadId = await inside()
    expect(await takes(leadId)).toMatchObject({ finished: false, waitSeconds: (5 * day) / 1000 })
    expect(await touches(leadId)).toMatchObject([
      {
        state: 'open',
        kind: 'task',
        due: at(2 * day),
        until: at(5 * day),
        because: expect.stringContaining('consent to product-education by call'),
      },
    ])
    expect(await world.mailbox(leadId)).toMatchObject({ touches: [{ channel: 'call' }], claims: [] })
    expect(world.told.filter(({ name }) => name === 'TouchDue')).toHaveLength(1)
    await answers(leadId, 'done')
    await world.until(startMs + 1)
    expect(sentTo(leadId)).toEqual(['good'])
    expect(await world.enrolment(leadId)).toMatchObject({ results: { 'call-them': { result: 'done' } } })
  })

  it('goes on by itself at its timeout, and an answer that came in that moment counts', async () => {
    const [silent, quick] = [await inside(), await inside()]
    for (const leadId of [silent, quick]) await takes(leadId)
    clock.ms = startMs + 5 * day
    const [one] = await touches(quick)
    await changeTouch(quick, one?.touchId ?? '', () => ({ change: { state: 'answered', result: 'done' } }))
    for (const leadId of [silent, quick]) for (let n = 0; n < 2; n += 1) await takes(leadId)
    expect([sentTo(silent), sentTo(quick)]).toEqual([['sorry'], ['good']])
    expect(await touches(silent)).toMatchObject([{ state: 'over', result: 'timeout' }])
  })

  it('is not made without consent to the channel, held by its cap, and given up when the consent is withdrawn', async () => {
    const without = await inside({ consent: { 'product-education': granted() } })
    await takes(without)
    expect(await touches(without)).toMatchObject([
      { state: 'skipped', result: 'skipped', why: 'no consent to product-education by call: none' },
    ])

    const before = { id: 'a'.repeat(32), at: at(-day), topic: 'product-education', channel: 'call' }
    const full = await inside({ consent, touches: [before] })
    await takes(full)
    expect(await touches(full)).toEqual([])
    expect(await world.enrolment(full)).toMatchObject({ held: 'cap of 1 call in 7d', due: at(6 * day) })

    const leaves = await inside()
    await takes(leaves)
    const mailbox = await world.mailbox(leaves)
    const gone = { ...mailbox.consent, 'product-education:call': withdrawn(at(0)) }
    await putItem(mailboxKey(leaves), { ...mailbox, consent: gone, rev: mailbox.rev + 1 } as Item)
    await takes(leaves)
    expect(await touches(leaves)).toMatchObject([{ state: 'over', result: 'withdrawn' }])
  })

  it('is closed with its sequence, whoever ends it', async () => {
    const leadId = await inside()
    await takes(leadId)
    await steerEnrolment({ leadId, enrolmentId: 'white-paper.1' }, (read, nowMs) => takeOut(read, nowMs, 'by staff'))
    expect(await touches(leadId)).toMatchObject([{ state: 'closed', why: 'the lead left white-paper' }])
  })

  it('whatever call goes wrong and however, makes one task, and waits for it', async () => {
    let ways = 0
    for (const fault of faults) {
      for (let call = 0; ; call += 1) {
        world.break()
        const leadId = await inside()
        await world.warm()
        const broken = world.break([[call, fault]])
        await takes(leadId).catch(() => undefined)
        const reached = broken.calls.length > call
        world.break()
        await takes(leadId)
        const made = await touches(leadId)
        expect([fault, call, made.map(({ state }) => state)]).toEqual([fault, call, ['open']])
        const { asked, visit, due } = await world.enrolment(leadId)
        expect([fault, call, asked?.touchId, visit]).toEqual([fault, call, made[0]?.touchId, 1])
        expect(fromInstant(due ?? '')).toBe(startMs + 5 * day)
        expect((await world.mailbox(leadId)).touches).toHaveLength(1)
        if (!reached) break
        ways += 1
      }
    }
    expect(ways).toBeGreaterThan(15)
  })
})
