import type { Context } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { pause, resume, type Steered, takeOut } from '../../../core/nurture/steering.ts'
import { startClock } from '../../../functions/aws/start-clock.ts'
import { handler as announceLeft } from '../../../functions/leads/announce-left.schedule.ts'
import { enrolWhereDue } from '../../../functions/nurture/enrol-where-due.ts'
import { enrolmentClock } from '../../../functions/nurture/enrolment-clock.ts'
import { steerEnrolment } from '../../../functions/nurture/steer-enrolment.ts'
import { handler as sweep } from '../../../functions/nurture/sweep-enrolments.schedule.ts'
import { wakeWhereDue } from '../../../functions/nurture/wake-where-due.ts'
import { clock } from '../../fixtures/a-clock.ts'
import type { Execution } from '../../fixtures/a-clockwork.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { faults } from '../../fixtures/faults.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const minute = 60_000
const day = 86_400_000
const at = (ms: number) => new Date(startMs + ms).toISOString()
let world: NurtureWorld
let version: number

beforeAll(async () => {
  world = await aNurtureWorld()
  version = await world.publish(aSequence({ trigger: { form: 'white-paper' } }))
})
afterAll(() => world.stop())
beforeEach(() => begin())

function begin(): void {
  world.break()
  clock.ms = startMs
  for (const one of world.machines.running) one.status = 'ABORTED'
  world.mails.length = 0
  world.machines.failures.length = 0
  world.forget()
}

const inside = (enrolment: Partial<Enrolment> = {}) =>
  world.lead({ enrolments: [anEnrolment({ version, ...enrolment })] })
const templates = () => world.mails.map(({ template }) => template)

async function ringing(leadId: string): Promise<Execution> {
  await startClock(enrolmentClock({ leadId, enrolmentId: 'white-paper.1' }), 1)
  return world.machines.running.at(-1) as Execution
}

/** Does the work with each of its calls failing in each way, on a lead of its own; answers in how many ways. */
async function brokenEverywhere(
  prepare: () => Promise<{ leadId: string; work: () => Promise<unknown>; after: (failed: boolean) => Promise<void> }>,
): Promise<number> {
  let ways = 0
  for (const fault of faults) {
    for (let call = 0; ; call += 1) {
      begin()
      const { leadId, work, after } = await prepare()
      await world.warm()
      const broken = world.break([[call, fault]])
      const failed = await work().then(
        () => false,
        () => true,
      )
      world.break()
      if (broken.calls.length <= call) {
        await world.drop(leadId)
        break
      }
      ways += 1
      try {
        await after(failed)
      } catch (error) {
        throw new Error(`call ${call} (${broken.calls[call]}) ${fault}, of ${broken.calls}`, { cause: error })
      }
      await world.drop(leadId)
    }
  }
  return ways
}

/** The minutes after a crash: what is owed is told, and the sweep looks. */
async function theMinutesAfter(): Promise<void> {
  clock.ms += minute
  await announceLeft({}, {} as Context)
  await world.deliver()
  await world.machines.ringUntil(clock.ms + 16 * minute, world.deliver)
  await sweep({}, {} as Context)
  await world.deliver()
  await world.machines.ringUntil(clock.ms + 16 * minute, world.deliver)
}

describe('whatever call of a TakeStep fails, a retry comes to the same end', () => {
  it('at a mail: it goes once, or its answer is lost and it stays unconfirmed', async () => {
    const ways = await brokenEverywhere(async () => {
      const leadId = await inside()
      const execution = await ringing(leadId)
      return {
        leadId,
        work: () => world.machines.ring(execution),
        after: async () => {
          if (execution.status === 'FAILED') {
            execution.status = 'RUNNING'
            await world.machines.ring(execution)
          }
          await world.until(startMs + 30 * day)
          expect(templates().filter((one) => one === 'welcome').length).toBeLessThanOrEqual(1)
          expect(templates().slice(-2)).toEqual(['reminder', 'case-study'])
          const enrolment = await world.enrolment(leadId)
          expect(enrolment).toMatchObject({ state: 'finished', visit: 3 })
          expect(await world.profile(leadId)).toMatchObject({ parked: { reason: 'sequences-finished' } })
          const names = world.mails.map(({ sendId }) => sendId)
          expect(new Set(names).size).toBe(names.length)
          expect(
            names.every((name) => [1, 2, 3].some((visit) => name === sendIdOf(leadId, 'white-paper.1', visit))),
          ).toBe(true)
        },
      }
    })
    expect(ways).toBeGreaterThan(20)
  })

  it('at the end of the sequence: its lead is parked with a date, and that is told', async () => {
    await brokenEverywhere(async () => {
      const leadId = await inside({ step: 'end', visit: 3 })
      const execution = await ringing(leadId)
      return {
        leadId,
        work: () => world.machines.ring(execution),
        after: async () => {
          // No retry at all: as when the execution itself is gone.
          execution.status = 'ABORTED'
          await theMinutesAfter()
          expect(await world.enrolment(leadId)).toMatchObject({ state: 'finished' })
          expect(await world.profile(leadId)).toMatchObject({
            status: 'parked',
            parked: { reason: 'sequences-finished' },
          })
          const told = world.told.filter(({ name, detail }) => name === 'EnrolmentChanged' && detail.leadId === leadId)
          expect(told.at(-1)?.detail).toMatchObject({ state: 'finished' })
        },
      }
    })
  })

  it('at the hand-over of a worn-out clock: another one runs', async () => {
    await brokenEverywhere(async () => {
      const leadId = await inside({ loops: 1_000 })
      const execution = await ringing(leadId)
      return {
        leadId,
        work: () => world.machines.ring(execution),
        after: async () => {
          await theMinutesAfter()
          expect(templates()).toEqual(['welcome'])
        },
      }
    })
  })
})

describe('whatever call of a waker fails, its event comes again', () => {
  it('and the click is stored and acted on', async () => {
    await brokenEverywhere(async () => {
      const leadId = await inside({
        step: 'read-it',
        since: at(-day),
        due: at(2 * day),
        visit: 1,
        sent: { welcome: at(-day) },
      })
      await ringing(leadId)
      const click = { type: 'email-clicked', at: at(0), data: { template: 'welcome' } }
      const work = () => wakeWhereDue(leadId, click)
      return {
        leadId,
        work,
        after: async (failed) => {
          if (failed) await work()
          await world.machines.ringUntil(startMs)
          expect(templates()).toEqual(['case-study'])
        },
      }
    })
  })
})

describe('whatever call of an enroller fails, its event comes again', () => {
  it('and the lead is inside once, nurtured, with one clock', async () => {
    await brokenEverywhere(async () => {
      const leadId = await world.lead()
      const work = () => enrolWhereDue(leadId, { type: 'form-submitted', at: at(0), data: { form: 'white-paper' } })
      return {
        leadId,
        work,
        after: async (failed) => {
          if (failed) await work()
          await theMinutesAfter()
          const { enrolments, profile } = await world.read(leadId)
          expect(enrolments).toHaveLength(1)
          expect(profile.status).toBe('nurturing')
          expect(world.machines.running.filter(({ input }) => input.includes(leadId))).toHaveLength(1)
          expect(templates()).toEqual(['welcome'])
        },
      }
    })
  })
})

describe('whatever call fails while staff steer a lead, and though they do not try again', () => {
  it.each<[string, (enrolment: Enrolment, nowMs: number) => Steered, Partial<Enrolment>, RegExp]>([
    ['hold it', pause, {}, /^(parked paused|nurturing )$/],
    ['take it out', takeOut, {}, /^(parked sequences-finished|nurturing )$/],
    [
      'let it go on',
      resume,
      { state: 'paused', due: undefined, since: at(-day), pausedAt: at(-day) },
      /^(parked paused|nurturing )$/,
    ],
  ])(
    'and %s, its status follows from its sequence within the minutes after',
    async (_name, decide, enrolment, standing) => {
      await brokenEverywhere(async () => {
        const leadId = await inside(enrolment)
        if (enrolment.state !== 'paused') await ringing(leadId)
        return {
          leadId,
          work: () => steerEnrolment({ leadId, enrolmentId: 'white-paper.1' }, decide),
          after: async () => {
            await theMinutesAfter()
            const { state } = await world.enrolment(leadId)
            const { status, parked } = await world.profile(leadId)
            expect(`${status} ${parked?.reason ?? ''}`).toMatch(standing)
            expect(status === 'nurturing').toBe(state === 'active')
            const running = world.machines.running.filter(({ input }) => input.includes(leadId))
            if (state === 'active') expect([running.length, ...templates()]).toEqual([1, 'welcome'])
            else expect(templates()).toEqual([])
          },
        }
      })
    },
  )
})
