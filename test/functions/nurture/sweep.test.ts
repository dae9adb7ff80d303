import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stoppedBySwitch } from '../../../core/nurture/decide-step.ts'
import { ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { setMarketingMail } from '../../../functions/consent/switches.ts'
import { handler as sweep } from '../../../functions/nurture/sweep-enrolments.schedule.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
let version: number
beforeEach(async () => {
  world = await aNurtureWorld()
  version = await world.publish(aSequence({ trigger: { form: 'white-paper' }, exit: [{ stage: 'sql' }] }))
})
afterEach(() => world.stop())

const sweeps = () => sweep({}, {} as Context)
const turn = (on: boolean) => setMarketingMail({ on, reason: 'a test', by: 'anna' })
const posts = async (leadId: string) => {
  await world.happens(leadId, { type: 'form-submitted', data: { form: 'white-paper' } })
  await world.until(clock.ms)
}

describe('a clock that was lost', () => {
  it('is started again once its step is overdue by more than 15 minutes', async () => {
    const leadId = await world.lead({ enrolments: [anEnrolment({ version })] })
    clock.ms = startMs + 15 * minute - 1
    expect(await sweeps()).toMatchObject({ enrolments: 0 })
    clock.ms = startMs + 15 * minute
    expect(await sweeps()).toMatchObject({ enrolments: 1 })
    await world.until(clock.ms)
    expect(world.mails).toMatchObject([{ leadId, template: 'welcome' }])
    expect(await world.enrolment(leadId)).toMatchObject({ generation: 2 })
    clock.ms += hour
    expect(await sweeps()).toMatchObject({ enrolments: 0 })
  })

  it('is started once, however often the sweep looks before it rings', async () => {
    await world.lead({ enrolments: [anEnrolment({ version })] })
    clock.ms = startMs + hour
    for (let times = 0; times < 3; times += 1) expect(await sweeps()).toMatchObject({ enrolments: 1 })
    expect(world.machines.executions).toHaveLength(1)
  })

  it('of a lead that is paused, finished or gone further is left', async () => {
    await world.lead({ enrolments: [anEnrolment({ version, state: 'paused', due: undefined })] })
    await world.lead({ enrolments: [anEnrolment({ version, state: 'finished', due: undefined })] })
    await world.lead({ enrolments: [anEnrolment({ version, due: at(day) })] })
    clock.ms = startMs + hour
    expect(await sweeps()).toEqual({ parked: 0, enrolments: 0, released: 0 })
  })

  it('whose task has failed for days has names left', async () => {
    const leadId = await world.lead({ enrolments: [anEnrolment({ version })] })
    for (let times = 1; times <= 40; times += 1) {
      clock.ms += 15 * minute
      await sweeps()
      for (const one of world.machines.running) one.status = 'FAILED'
    }
    clock.ms += 15 * minute
    await sweeps()
    await world.until(clock.ms)
    expect(world.mails).toMatchObject([{ leadId, template: 'welcome' }])
  })

  it('that can not be started does not keep the others from it, and the sweep fails in the end', async () => {
    for (let times = 0; times < 3; times += 1) await world.lead({ enrolments: [anEnrolment({ version })] })
    clock.ms = startMs + hour
    world.break([['StartExecutionCommand#1', 'throttled']])
    await expect(sweeps()).rejects.toThrow('1 due items could not be looked at')
    expect(world.machines.executions).toHaveLength(2)
    world.break()
    expect(await sweeps()).toMatchObject({ enrolments: 3 })
  })
})

describe('the switch for all marketing mail', () => {
  it('holds each lead where its mail is due, without a clock, and says so', async () => {
    await turn(false)
    const leadId = await world.lead()
    await posts(leadId)
    expect(world.mails).toEqual([])
    expect(await world.enrolment(leadId)).toMatchObject({ step: 'welcome', held: stoppedBySwitch, due: at(0) })
    expect(world.machines.executions.map(({ status }) => status)).toEqual(['SUCCEEDED'])
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
  })

  it('costs nothing while it is off, and lets all go on when it is turned on', async () => {
    await turn(false)
    const leadId = await world.lead()
    await posts(leadId)
    for (let times = 1; times < 10; times += 1) {
      clock.ms += 15 * minute
      expect(await sweeps()).toEqual({ parked: 0, enrolments: 0, released: 0 })
    }
    expect(world.machines.executions).toHaveLength(1)
    await turn(true)
    expect(await sweeps()).toMatchObject({ released: 1 })
    await world.until(clock.ms)
    expect(world.mails).toMatchObject([{ leadId, template: 'welcome' }])
    expect((await world.enrolment(leadId)).held).toBeUndefined()
  })

  it('holds waits no longer than they are', async () => {
    const leadId = await world.lead()
    await posts(leadId)
    await turn(false)
    await world.until(startMs + 4 * day)
    expect(await world.enrolment(leadId)).toMatchObject({ step: 'reminder', held: stoppedBySwitch, due: at(3 * day) })
    await turn(true)
    await sweeps()
    await world.until(clock.ms)
    expect(world.mails.map(({ template }) => template)).toEqual(['welcome', 'reminder'])
  })

  it('does not keep a lead inside that has to leave', async () => {
    await turn(false)
    const leadId = await world.lead()
    await posts(leadId)
    await world.happens(leadId, { type: 'handoff-accepted' })
    await updateItem({ pk: `LEAD#${leadId}`, sk: 'PROFILE' }, { set: { stage: 'sql' } }, ifPresent)
    await world.happens(leadId, { type: 'page-visited' })
    await world.until(clock.ms)
    expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'exit: stage sql' })
  })

  it('releases no more at a time than can be sent until the next sweep', async () => {
    await turn(false)
    for (let times = 0; times < 5; times += 1) await posts(await world.lead())
    await turn(true)
    process.env.SEND_RATE = String(3 / (15 * 60))
    const counts = [await sweeps()]
    process.env.SEND_RATE = '100000'
    await world.machines.ringUntil(clock.ms)
    counts.push(await sweeps())
    expect(counts.map(({ released }) => released)).toEqual([3, 2])
    await world.machines.ringUntil(clock.ms)
    expect(world.mails).toHaveLength(5)
  })
})

describe('a lead that is parked', () => {
  it('is looked at again when its date has come: it gets a sequence, or a new date', async () => {
    const parked = { profile: { status: 'parked', parked: { reason: 'sequences-finished', until: at(day) } } } as const
    const finished = { enrolments: [anEnrolment({ state: 'finished', endedAt: at(-90 * day) })] }
    const leadId = await world.lead({ ...parked, ...finished })
    clock.ms = startMs + day - 1
    expect(await sweeps()).toMatchObject({ parked: 0 })
    clock.ms = startMs + day
    expect(await sweeps()).toMatchObject({ parked: 1 })
    await world.deliver()
    expect(await world.profile(leadId)).toMatchObject({ status: 'parked', parked: { until: at(91 * day) } })

    await world.publish(aSequence({ id: 're-engagement', trigger: { idle: {} } }))
    clock.ms = startMs + 91 * day
    await sweeps()
    await world.deliver()
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
    expect((await world.read(leadId)).enrolments.map(({ enrolmentId }) => enrolmentId)).toContain('re-engagement.1')
  })

  it('before a long wait is nurtured again when its touch is near', async () => {
    const leadId = await world.lead({ enrolments: [anEnrolment({ version, step: 'read-it', due: at(120 * day) })] })
    expect(await world.profile(leadId)).toMatchObject({
      status: 'parked',
      parked: { reason: 'waiting', until: at(30 * day) },
    })
    clock.ms = startMs + 30 * day
    await sweeps()
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
  })

  it('until a date by sales goes on with its sequence after it', async () => {
    const parked = { reason: 'recycled', until: at(10 * day) } as const
    const leadId = await world.lead({ profile: { parked }, enrolments: [anEnrolment({ version })] })
    clock.ms = startMs
    await sweeps()
    expect(await world.profile(leadId)).toMatchObject({ status: 'parked', parked })
    clock.ms = startMs + 10 * day
    await sweeps()
    await world.until(clock.ms)
    expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
    expect(world.mails).toMatchObject([{ leadId, template: 'welcome' }])
  })
})
