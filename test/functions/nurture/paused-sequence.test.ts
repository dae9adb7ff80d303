import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sequencePaused } from '../../../core/nurture/decide-step.ts'
import { routes } from '../../../core/routes.ts'
import { ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { forgetStops } from '../../../functions/consent/switches.ts'
import { handler as pauseSequence } from '../../../functions/nurture/pause-sequence.http.ts'
import { handler as resumeSequence } from '../../../functions/nurture/resume-sequence.http.ts'
import { handler as showSequencePause } from '../../../functions/nurture/show-sequence-pause.http.ts'
import { handler as sweep } from '../../../functions/nurture/sweep-enrolments.schedule.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { request } from '../../fixtures/a-request.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const minute = 60_000
const day = 24 * 60 * minute
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
beforeEach(async () => {
  world = await aNurtureWorld()
  await world.publish(aSequence({ trigger: { form: 'white-paper' }, exit: [{ stage: 'sql' }] }))
})
afterEach(() => world.stop())

const sweeps = () => sweep({}, {} as Context)
const pause = (reason: unknown = 'the paper is wrong', groups = ['marketing'], sequenceId = 'white-paper') =>
  request(pauseSequence, routes.pauseSequence, { params: { sequenceId }, body: { reason }, groups })
const resume = (reason: unknown = 'it is mended', groups = ['marketing'], sequenceId = 'white-paper') =>
  request(resumeSequence, routes.resumeSequence, { params: { sequenceId }, body: { reason }, groups })
const show = (sequenceId = 'white-paper') =>
  request(showSequencePause, routes.showSequencePause, { params: { sequenceId }, groups: ['sales'] })
const json = ({ body }: { body: string }) => JSON.parse(body)

describe('a paused sequence', () => {
  it('sends nothing; its leads are held where their mail is due, and say so', async () => {
    expect(await pause()).toMatchObject({ status: 200 })
    const leadId = await world.lead()
    await world.posts(leadId)
    expect(world.mails).toEqual([])
    expect(await world.enrolment(leadId)).toMatchObject({ step: 'welcome', held: sequencePaused, due: at(0) })
    expect(world.machines.executions.map(({ status }) => status)).toEqual(['SUCCEEDED'])
    for (let times = 1; times < 5; times += 1) {
      clock.ms += 15 * minute
      expect(await sweeps()).toEqual({ parked: 0, enrolments: 0, released: 0 })
    }
  })

  it('goes on within 15 minutes after it is resumed, each mail once', async () => {
    await pause()
    const leadIds = [await world.lead(), await world.lead()]
    for (const leadId of leadIds) await world.posts(leadId)
    await resume()
    for (let times = 1; times <= 3; times += 1) {
      await sweeps()
      await world.until(clock.ms)
      clock.ms += 15 * minute
    }
    expect(world.mails.map(({ leadId }) => leadId).sort()).toEqual([...leadIds].sort())
  })

  it('lets waits go on counting', async () => {
    const leadId = await world.lead()
    await world.posts(leadId)
    await pause()
    await world.until(startMs + 10 * day)
    expect(await world.enrolment(leadId)).toMatchObject({ step: 'reminder', held: sequencePaused, due: at(3 * day) })
    await resume()
    await sweeps()
    await world.until(clock.ms)
    expect(world.sent()).toEqual([`${at(0)} welcome`, `${at(10 * day)} reminder`])
  })

  it('goes on no faster than mail can follow', async () => {
    process.env.SEND_RATE = '0.002'
    await pause()
    for (let leads = 0; leads < 3; leads += 1) await world.posts(await world.lead())
    await resume()
    expect(await sweeps()).toMatchObject({ released: 2 })
  })

  it('and others with it, all within the time of one sweep: who is left is said, and goes on with the next', async () => {
    const others = ['news', 'offers']
    for (const id of others)
      await world.publish(aSequence({ id, trigger: { form: 'white-paper' }, steps: [{ id: 'one', send: id }] }))
    for (const id of ['white-paper', ...others]) await pause('wrong', ['marketing'], id)
    for (let leads = 0; leads < 9; leads += 1) await world.posts(await world.lead())
    for (const id of ['white-paper', ...others]) await resume('mended', ['marketing'], id)
    let passedMs = 0
    // Each look takes half a minute.
    const slow = vi.spyOn(performance, 'now').mockImplementation(() => {
      passedMs += minute / 2
      return passedMs
    })
    const first = await sweeps()
    slow.mockRestore()
    expect(passedMs).toBeLessThanOrEqual(14 * minute)
    expect([first.left, first.released]).toEqual([expect.any(Number), expect.any(Number)])
    await world.until(clock.ms)
    clock.ms += 15 * minute
    expect(await sweeps()).not.toHaveProperty('left')
    await world.until(clock.ms)
    expect(await sweeps()).toMatchObject({ released: 0 })
  })

  it('lets go whom it has to, and holds no other sequence', async () => {
    await world.publish(
      aSequence({ id: 'news', trigger: { form: 'white-paper' }, steps: [{ id: 'one', send: 'news' }] }),
    )
    await pause()
    const leadId = await world.lead()
    await world.posts(leadId)
    expect(world.mails).toMatchObject([{ template: 'news' }])
    await world.happens(leadId, { type: 'handoff-accepted' })
    await updateItem({ pk: `LEAD#${leadId}`, sk: 'PROFILE' }, { set: { stage: 'sql' } }, ifPresent)
    await world.happens(leadId, { type: 'page-visited' })
    await world.until(clock.ms)
    expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'exit: stage sql' })
  })

  it('is met by a function that has read before within ten seconds', async () => {
    const leadId = await world.lead()
    await world.posts(leadId)
    clock.ms += 11_000
    await pause()
    forgetStops()
    await world.until(startMs + 3 * day)
    expect(world.mails).toHaveLength(1)
  })
})

describe('pausing and resuming', () => {
  it('answers who, why and when, keeps a record of both, and again changes nothing', async () => {
    expect(json(await show())).toMatchObject({ paused: false, history: [] })
    const first = json(await pause())
    expect(first).toMatchObject({ sequence: 'white-paper', paused: true, reason: 'the paper is wrong', at: at(0) })
    clock.ms += minute
    expect(json(await pause('again'))).toEqual(first)
    await resume()
    expect(json(await show())).toMatchObject({
      paused: false,
      reason: 'it is mended',
      history: [
        { paused: false, reason: 'it is mended' },
        { paused: true, reason: 'the paper is wrong' },
      ],
    })
  })

  it('is for marketing, with a reason, and of a sequence that there is', async () => {
    expect((await pause('no', ['sales'])).status).toBe(403)
    expect((await pause('')).status).toBe(422)
    expect((await pause('x', ['marketing'], 'nothing')).status).toBe(404)
    expect((await show('nothing')).status).toBe(404)
  })
})
