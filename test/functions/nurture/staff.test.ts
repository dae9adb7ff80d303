import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sequence } from '../../../core/nurture/sequence.ts'
import { routes } from '../../../core/routes.ts'
import { userKey } from '../../../functions/aws/keys.ts'
import { putItem } from '../../../functions/aws/table.ts'
import { handler as enrolLead } from '../../../functions/nurture/enrol-lead.http.ts'
import { handler as exitEnrolment } from '../../../functions/nurture/exit-enrolment.http.ts'
import { handler as pauseEnrolment } from '../../../functions/nurture/pause-enrolment.http.ts'
import { handler as resumeEnrolment } from '../../../functions/nurture/resume-enrolment.http.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { request } from '../../fixtures/a-request.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aUser } from '../../fixtures/a-user.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (ms: number) => new Date(startMs + ms).toISOString()
const marketing = ['marketing']
let world: NurtureWorld
let version: number

beforeAll(async () => {
  world = await aNurtureWorld()
  version = await world.publish(aSequence({ exit: [{ stage: 'sql' }] }))
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  for (const one of world.machines.running) one.status = 'ABORTED'
  world.mails.length = 0
  world.forget()
})

const enrols = (leadId: string, sequence: unknown = 'white-paper', groups = marketing) =>
  request(enrolLead, routes.enrolLead, { params: { leadId }, body: { sequence }, groups })
const steers = {
  pause: [pauseEnrolment, routes.pauseEnrolment],
  resume: [resumeEnrolment, routes.resumeEnrolment],
  exit: [exitEnrolment, routes.exitEnrolment],
} as const
const steer = (
  what: keyof typeof steers,
  leadId: string,
  groups = marketing,
  enrolmentId = 'white-paper.1',
  username = 'anna',
) => request(steers[what][0], steers[what][1], { params: { leadId, enrolmentId }, groups, username })
const json = ({ body }: { body: string }) => JSON.parse(body)
const inside = (enrolment = {}) => world.lead({ enrolments: [anEnrolment({ version, ...enrolment })] })

describe('putting a lead into a sequence', () => {
  it('answers 201 with the enrolment, and the lead is nurtured', async () => {
    const leadId = await world.lead()
    const answered = await enrols(leadId)
    expect(answered.status).toBe(201)
    expect(json(answered)).toEqual({
      enrolmentId: 'white-paper.1',
      sequence: 'white-paper',
      version,
      state: 'active',
      step: 'welcome',
      since: at(0),
      due: at(0),
      sent: {},
      clicked: {},
      seen: {},
      splits: {},
      startedAt: at(0),
    })
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
    await world.until(startMs)
    expect(world.mails).toMatchObject([{ leadId, template: 'welcome' }])
  })

  it.each<[string, Parameters<NurtureWorld['lead']>[0], string]>([
    ['already inside', { enrolments: [anEnrolment()] }, 'already inside'],
    ['inside but paused', { enrolments: [anEnrolment({ state: 'paused' })] }, 'already inside'],
    ['was inside', { enrolments: [anEnrolment({ state: 'finished' })] }, 're-entry is never'],
    ['did not consent', { mailbox: { consent: {} } }, 'no-consent'],
    ['is past its exit', { profile: { stage: 'sql' } }, 'exit: stage sql'],
  ])('answers 409 and why for one that is %s', async (_name, lead, why) => {
    const answered = await enrols(await world.lead(lead))
    expect(answered.status).toBe(409)
    expect(json(answered)).toMatchObject({ detail: expect.stringContaining(why), reason: expect.stringContaining(why) })
    expect(world.mails).toEqual([])
  })

  it('twice at once makes one enrolment', async () => {
    const leadId = await world.lead()
    const both = await Promise.all([enrols(leadId), enrols(leadId)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect((await world.read(leadId)).enrolments).toHaveLength(1)
  })

  it('goes on counting where the lead was before', async () => {
    await world.publish({ ...aSequence({ id: 'news' }), 're-entry': 'after 1d' } satisfies Sequence)
    const ended = anEnrolment({ sequence: 'news', n: 3, state: 'finished', endedAt: at(-2 * day) })
    const answered = await enrols(await world.lead({ enrolments: [ended] }), 'news')
    expect(json(answered)).toMatchObject({ enrolmentId: 'news.4' })
  })

  it.each<[string, () => Promise<string>, unknown, number]>([
    ['no such lead', async () => 'z'.repeat(32), 'white-paper', 404],
    ['an erased lead', () => world.lead({ mailbox: { erasedAt: at(-1) } }), 'white-paper', 404],
    ['no such sequence', () => world.lead(), 'nothing', 404],
    ['a name that is none', () => world.lead(), 'No Name', 422],
    ['null', () => world.lead(), null, 422],
  ])('answers %s by its status', async (_name, lead, sequence, status) => {
    expect((await enrols(await lead(), sequence)).status).toBe(status)
  })

  it('is for marketing', async () => {
    expect((await enrols(await world.lead(), 'white-paper', ['sales'])).status).toBe(403)
    expect((await enrols(await world.lead(), 'white-paper', ['admin'])).status).toBe(201)
  })
})

describe('a lead that is held', () => {
  it('stands still, is shown as paused, and gets nothing until it goes on', async () => {
    const leadId = await world.lead()
    await enrols(leadId)
    await world.until(startMs + day)
    const paused = await steer('pause', leadId)
    expect([paused.status, json(paused)]).toMatchObject([200, { state: 'paused', reason: 'by staff', step: 'read-it' }])
    expect(await world.profile(leadId)).toMatchObject({ status: 'parked', parked: { reason: 'paused' } })
    await world.until(startMs + 20 * day)
    expect(world.mails).toHaveLength(1)

    const resumed = await steer('resume', leadId)
    expect([resumed.status, json(resumed)]).toMatchObject([200, { state: 'active' }])
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
    // The wait had two days left when it was paused.
    await world.until(startMs + 21 * day)
    expect(world.mails).toHaveLength(1)
    await world.until(startMs + 23 * day)
    expect(world.mails.map(({ at, template }) => `${at} ${template}`)).toEqual([
      `${at(0)} welcome`,
      `${at(22 * day)} reminder`,
    ])
  })

  it('stops its clock, and starts the next one when it goes on', async () => {
    const leadId = await world.lead()
    await enrols(leadId)
    await world.until(startMs)
    await steer('pause', leadId)
    const own = () => world.machines.executions.filter(({ input }) => input.includes(leadId))
    expect(own().map(({ status }) => status)).toEqual(['ABORTED'])
    await steer('resume', leadId)
    expect(own().map(({ status, state }) => `${state.generation} ${status}`)).toEqual(['1 ABORTED', '2 RUNNING'])
    expect(await world.enrolment(leadId)).toMatchObject({ wakeSeq: 2, generation: 1 })
  })

  it('remembers what it clicks meanwhile', async () => {
    const leadId = await world.lead()
    await enrols(leadId)
    await world.until(startMs)
    await steer('pause', leadId)
    await world.happens(leadId, { type: 'email-clicked', data: { template: 'welcome' } })
    await world.until(startMs + day)
    expect(world.mails).toHaveLength(1)
    await steer('resume', leadId)
    await world.until(startMs + day)
    expect(world.mails.map(({ template }) => template)).toEqual(['welcome', 'case-study'])
  })

  it('may be held and let go twice', async () => {
    const leadId = await inside()
    expect((await steer('pause', leadId)).status).toBe(200)
    const { wakeSeq } = await world.enrolment(leadId)
    expect((await steer('pause', leadId)).status).toBe(200)
    expect((await world.enrolment(leadId)).wakeSeq).toBe(wakeSeq)
    expect((await steer('resume', leadId)).status).toBe(200)
    expect((await steer('resume', leadId)).status).toBe(200)
    expect((await world.enrolment(leadId)).wakeSeq).toBe(wakeSeq + 1)
  })
})

describe('what runs while sales has the lead', () => {
  it.each([['sales'], ['sales-development']])('is held and let go by %s, who steers nothing else', async (group) => {
    const own = await world.publish(aSequence({ id: 'beside-sales', audience: 'with-sales' }))
    const enrolments = [anEnrolment({ version }), anEnrolment({ sequence: 'beside-sales', version: own })]
    const leadId = await world.lead({ enrolments, handoffs: [aHandoff({ state: 'accepted', owner: 'anna' })] })
    const statuses = async (what: keyof typeof steers) => {
      const asked = ['beside-sales.1', 'white-paper.1', 'nothing.1'].map((one) => steer(what, leadId, [group], one))
      return (await Promise.all(asked)).map(({ status }) => status)
    }
    expect(await statuses('pause')).toEqual([200, 403, 404])
    expect((await world.read(leadId)).enrolments.map(({ state }) => state).sort()).toEqual(['active', 'paused'])
    expect(await statuses('resume')).toEqual([200, 403, 404])
    expect(await statuses('exit')).toEqual([403, 403, 403])
  })

  it('is steered by whoever has the lead and the one they report to, and by nobody else of sales', async () => {
    await putItem(userKey('anna'), { ...aUser({ userId: 'anna', manager: 'mark' }) })
    const own = await world.publish(aSequence({ id: 'beside-sales', audience: 'with-sales' }))
    const enrolments = [anEnrolment({ sequence: 'beside-sales', version: own })]
    const lead = await world.lead({
      enrolments,
      handoffs: [aHandoff({ owner: 'boris', k: 1 }), aHandoff({ owner: 'anna', k: 2 })],
    })
    const without = await world.lead({ enrolments })
    const asks = async (leadId: string, username: string) => {
      const answered = await steer('pause', leadId, ['sales'], 'beside-sales.1', username)
      return [answered.status, json(answered).detail]
    }
    expect((await asks(lead, 'anna'))[0]).toBe(200)
    expect((await asks(lead, 'mark'))[0]).toBe(200)
    expect(await asks(lead, 'boris')).toEqual([403, expect.stringContaining('anna has it')])
    expect(await asks(without, 'anna')).toEqual([403, expect.stringContaining('nobody of sales has it')])
  })
})

describe('a lead that is taken out', () => {
  it('leaves at once, is parked with reason and date, and that is told', async () => {
    const leadId = await inside()
    const answered = await steer('exit', leadId)
    expect([answered.status, json(answered)]).toMatchObject([
      200,
      { state: 'exited', reason: 'by staff', endedAt: at(0) },
    ])
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'sequences-finished', until: at(90 * day) },
    })
    const told = world.told.filter(({ name }) => name === 'EnrolmentChanged').at(-1)
    expect(told?.detail).toMatchObject({ leadId, state: 'exited', reason: 'by staff' })
    await world.until(startMs + 30 * day)
    expect(world.mails.filter((mail) => mail.leadId === leadId)).toEqual([])
  })

  it('may be paused before', async () => {
    expect((await steer('exit', await inside({ state: 'paused' }))).status).toBe(200)
  })
})

describe('steering', () => {
  it.each(['pause', 'resume', 'exit'] as const)('%s answers 404 for none and 409 for one that ended', async (what) => {
    expect((await steer(what, await world.lead())).status).toBe(404)
    expect((await steer(what, 'z'.repeat(32))).status).toBe(404)
    const erased = { mailbox: { erasedAt: at(-1) }, enrolments: [anEnrolment({ version })] }
    expect((await steer(what, await world.lead(erased))).status).toBe(404)
    expect((await steer(what, await inside(), marketing, 'no such name')).status).toBe(404)
    for (const state of ['finished', 'exited'] as const) {
      const answered = await steer(what, await inside({ state }))
      expect(answered.status).toBe(409)
      expect(json(answered).detail).toContain(state)
    }
  })

  it.each(['pause', 'resume', 'exit'] as const)('%s is for marketing', async (what) => {
    const leadId = await inside()
    expect((await steer(what, leadId, ['sales'])).status).toBe(403)
    expect((await steer(what, leadId, [])).status).toBe(403)
    expect((await steer(what, leadId, ['admin'])).status).toBe(200)
  })
})
