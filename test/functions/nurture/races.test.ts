import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyConsent } from '../../../core/consent/apply-consent.ts'
import type { Enrolment } from '../../../core/nurture/enrolment.ts'
import { sendIdOf } from '../../../core/nurture/send-id.ts'
import { pause, resume, takeOut } from '../../../core/nurture/steering.ts'
import { startClock } from '../../../functions/aws/start-clock.ts'
import { ifPresent, updateItem } from '../../../functions/aws/table.ts'
import { changeMailbox } from '../../../functions/consent/change-mailbox.ts'
import { enrolWhereDue } from '../../../functions/nurture/enrol-where-due.ts'
import { enrolmentClock } from '../../../functions/nurture/enrolment-clock.ts'
import { steerEnrolment } from '../../../functions/nurture/steer-enrolment.ts'
import { wakeWhereDue } from '../../../functions/nurture/wake-where-due.ts'
import { clock } from '../../fixtures/a-clock.ts'
import type { Execution } from '../../fixtures/a-clockwork.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aSequence } from '../../fixtures/a-sequence.ts'
import { anEnrolment } from '../../fixtures/an-enrolment.ts'
import { anyOrder, type Choose, fewChanges } from '../../fixtures/interleave.ts'
import { aNurtureWorld, type NurtureWorld } from './nurture-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))
// Read at most each ten seconds, of real time: it must not fall into a race.
vi.mock(import('../../../functions/consent/switches.ts'), async (original) => ({
  ...(await original()),
  mailStops: async () => ({ marketingMail: true, paused: new Set<string>(), resumed: new Set<string>() }),
  marketingMailOn: async () => true,
}))

const startMs = Date.parse('2026-11-24T09:00:00.000Z')
const day = 86_400_000
const at = (ms: number) => new Date(startMs + ms).toISOString()
type Given = Parameters<NurtureWorld['lead']>[0]
let world: NurtureWorld
let version: number

beforeAll(async () => {
  world = await aNurtureWorld()
  version = await world.publish(aSequence({ trigger: { form: 'white-paper' }, exit: [{ event: 'meeting-booked' }] }))
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = startMs
  for (const one of world.machines.running) one.status = 'ABORTED'
  world.mails.length = 0
})

/** A lead inside the sequence, due now at its first mail unless told otherwise; its clock is about to ring. */
async function aLeadInside(enrolment: Partial<Enrolment> = {}, given: object = {}): Promise<string> {
  return world.lead({ enrolments: [anEnrolment({ version, ...enrolment })], ...given } as Given)
}

/** The execution of a generation of the lead's clock, started now. */
async function ringing(leadId: string, generation = 1): Promise<Execution> {
  const enrolmentId = 'white-paper.1'
  await startClock(enrolmentClock({ leadId, enrolmentId }), generation)
  const [found] = world.machines.running.filter(({ input }) => input.includes(leadId)).slice(-1)
  if (!found) throw new Error('no clock runs')
  return found
}

/**
 * Runs a race in many orders with few changes, and in random ones; each time with a lead of its own. `ORDERS=all` runs every order, which takes minutes.
 */
async function inEveryOrder(
  prepare: () => Promise<{ runs: Record<string, () => Promise<unknown>>; after: () => Promise<void> }>,
): Promise<number> {
  const race = async (choose: Choose, name: string) => {
    clock.ms = startMs
    for (const one of world.machines.running) one.status = 'ABORTED'
    world.mails.length = 0
    const { runs, after } = await prepare()
    await world.warm()
    const ended = await world.turns.run(runs, choose)
    for (const [run, { outcome }] of Object.entries(ended)) {
      if (outcome.status === 'rejected') throw new Error(`${run} failed in order ${name}`, { cause: outcome.reason })
    }
    expect(world.machines.failures, name).toEqual([])
    world.forget()
    try {
      await after()
    } catch (error) {
      throw new Error(`in order ${name}`, { cause: error })
    }
    return ended
  }
  const { runs } = await prepare()
  const [first = '', second = ''] = Object.keys(runs)
  const alone = await race(() => first, 'one after the other')
  const orders = fewChanges(first, alone[first]?.calls ?? 0, second, alone[second]?.calls ?? 0)
  const every = process.env.ORDERS === 'all' ? 1 : Math.max(1, Math.floor(orders.length / 24))
  for (let index = 0; index < orders.length; index += every) await race(orders[index] as Choose, `few changes ${index}`)
  const seeds = process.env.ORDERS === 'all' ? 100 : 10
  for (let seed = 1; seed <= seeds; seed += 1) await race(anyOrder(seed), `random ${seed}`)
  return orders.length
}

const templates = () => world.mails.map(({ template }) => template)
const clicked = (leadId: string, visit: number) => ({
  type: 'email-clicked',
  at: at(0),
  data: { template: 'welcome', sendId: sendIdOf(leadId, 'white-paper.1', visit) },
})

describe('a click that races the TakeStep', () => {
  it('that sends the mail is never lost: the next mail goes now and not in three days', async () => {
    const orders = await inEveryOrder(async () => {
      const leadId = await aLeadInside()
      const execution = await ringing(leadId)
      return {
        runs: { take: () => world.machines.ring(execution), wake: () => wakeWhereDue(leadId, clicked(leadId, 1)) },
        after: async () => {
          await world.machines.ringUntil(startMs)
          expect(templates()).toEqual(['welcome', 'case-study'])
          expect(await world.enrolment(leadId)).toMatchObject({
            state: 'finished',
            visit: 2,
            clicked: { welcome: at(0) },
          })
        },
      }
    })
    expect(orders).toBeGreaterThan(50)
  })

  it('that ends the wait for it brings one mail of the two', async () => {
    await inEveryOrder(async () => {
      const waited = { step: 'read-it', since: at(-3 * day), due: at(0), visit: 1, sent: { welcome: at(-3 * day) } }
      const leadId = await aLeadInside(waited)
      const execution = await ringing(leadId)
      return {
        runs: { take: () => world.machines.ring(execution), wake: () => wakeWhereDue(leadId, clicked(leadId, 1)) },
        after: async () => {
          await world.machines.ringUntil(startMs + 30 * day)
          // Whoever was first: with the reminder in between, or without it.
          expect([['case-study'], ['reminder', 'case-study']]).toContainEqual(templates())
          expect(await world.enrolment(leadId)).toMatchObject({ state: 'finished', clicked: { welcome: at(0) } })
        },
      }
    })
  })
})

it('an exit that races the TakeStep ends the sequence now, after one mail at most', async () => {
  await inEveryOrder(async () => {
    const leadId = await aLeadInside()
    const execution = await ringing(leadId)
    return {
      runs: {
        take: () => world.machines.ring(execution),
        wake: () => wakeWhereDue(leadId, { type: 'meeting-booked', at: at(0), data: {} }),
      },
      after: async () => {
        await world.machines.ringUntil(startMs)
        expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'exit: event meeting-booked' })
        expect(templates().length).toBeLessThanOrEqual(1)
      },
    }
  })
})

it('sales letting go of a lead is seen by a TakeStep that has just read that it holds it', async () => {
  await inEveryOrder(async () => {
    const leadId = await aLeadInside({}, { handoffs: [aHandoff({ state: 'accepted' })] })
    const execution = await ringing(leadId)
    const letGo = async () => {
      await updateItem({ pk: `LEAD#${leadId}`, sk: 'HANDOFF#000001' }, { set: { state: 'recycled' } }, ifPresent)
      await wakeWhereDue(leadId, { type: 'handoff-recycled', at: at(0), data: {} })
    }
    return {
      runs: { take: () => world.machines.ring(execution), letGo },
      after: async () => {
        await world.machines.ringUntil(startMs + 60_000)
        expect(templates()).toEqual(['welcome'])
        expect(await world.enrolment(leadId)).toMatchObject({ step: 'read-it', visit: 1 })
      },
    }
  })
})

it('sales letting go of a lead is seen by the next generation that is just starting', async () => {
  await inEveryOrder(async () => {
    const leadId = await aLeadInside(
      { held: 'with-sales', due: at(20 * day) },
      { handoffs: [aHandoff({ state: 'accepted' })] },
    )
    await ringing(leadId)
    const second = await ringing(leadId, 2)
    const letGo = async () => {
      await updateItem({ pk: `LEAD#${leadId}`, sk: 'HANDOFF#000001' }, { set: { state: 'recycled' } }, ifPresent)
      await wakeWhereDue(leadId, { type: 'handoff-recycled', at: at(0), data: {} })
    }
    return {
      runs: { take: () => world.machines.ring(second), letGo },
      after: async () => {
        await world.machines.ringUntil(startMs + 60_000)
        expect(templates()).toEqual(['welcome'])
      },
    }
  })
})

it('a withdrawal that races the TakeStep ends the sequence, after one mail at most', async () => {
  await inEveryOrder(async () => {
    const leadId = await aLeadInside()
    const execution = await ringing(leadId)
    const withdraw = async () => {
      const decision = { topic: 'product-education', decision: 'withdrawn', at: at(0), evidence: 'click' } as const
      await changeMailbox(leadId, (mailbox) => {
        const change = applyConsent(mailbox, [decision])
        return change && { change }
      })
      await wakeWhereDue(leadId, { type: 'consent-withdrawn', at: at(0), data: {} })
    }
    return {
      runs: { take: () => world.machines.ring(execution), withdraw },
      after: async () => {
        await world.machines.ringUntil(startMs)
        expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'unsubscribed' })
        const { claims } = await world.mailbox(leadId)
        // A mail went only on a claim that was there before the withdrawal.
        expect(templates().length).toBe(claims.length)
      },
    }
  })
})

describe('two executions of one enrolment', () => {
  it.each([
    ['of the same generation', 1],
    ['of two generations', 2],
  ])('%s send one mail, and one of them goes on', async (_name, generation) => {
    await inEveryOrder(async () => {
      const leadId = await aLeadInside()
      const first = await ringing(leadId)
      const second = generation === 1 ? first : await ringing(leadId, generation)
      return {
        runs: { first: () => world.machines.ring(first), second: () => world.machines.ring(second) },
        after: async () => {
          expect(templates()).toEqual(['welcome'])
          await world.machines.ringUntil(startMs + 30 * day)
          expect(templates()).toEqual(['welcome', 'reminder', 'case-study'])
          expect(await world.enrolment(leadId)).toMatchObject({ state: 'finished', visit: 3 })
        },
      }
    })
  })
})

describe('staff who race the TakeStep', () => {
  it('hold the lead: it stands still until it is resumed, and no mail is lost or doubled', async () => {
    await inEveryOrder(async () => {
      const leadId = await aLeadInside()
      const ids = { leadId, enrolmentId: 'white-paper.1' }
      const execution = await ringing(leadId)
      return {
        runs: { take: () => world.machines.ring(execution), pause: () => steerEnrolment(ids, pause) },
        after: async () => {
          const before = templates().length
          await world.machines.ringUntil(startMs + 10 * day)
          expect(templates()).toHaveLength(before)
          expect(await world.enrolment(leadId)).toMatchObject({ state: 'paused' })
          expect(await world.profile(leadId)).toMatchObject({ status: 'parked', parked: { reason: 'paused' } })
          await steerEnrolment(ids, resume)
          await world.machines.ringUntil(startMs + 30 * day)
          expect(templates()).toEqual(['welcome', 'reminder', 'case-study'])
        },
      }
    })
  })

  it('let it go on: it does, once', async () => {
    await inEveryOrder(async () => {
      const leadId = await aLeadInside({ state: 'paused', due: undefined, since: at(-2 * day), pausedAt: at(-day) })
      const ids = { leadId, enrolmentId: 'white-paper.1' }
      const execution = await ringing(leadId)
      return {
        runs: { take: () => world.machines.ring(execution), resume: () => steerEnrolment(ids, resume) },
        after: async () => {
          await world.machines.ringUntil(startMs)
          expect(templates()).toEqual(['welcome'])
          expect(await world.profile(leadId)).toMatchObject({ status: 'nurturing' })
        },
      }
    })
  })

  it('take it out: nothing goes after', async () => {
    await inEveryOrder(async () => {
      const leadId = await aLeadInside()
      const execution = await ringing(leadId)
      const exit = () => steerEnrolment({ leadId, enrolmentId: 'white-paper.1' }, takeOut)
      return {
        runs: { take: () => world.machines.ring(execution), exit },
        after: async () => {
          const before = templates().length
          await world.machines.ringUntil(startMs + 30 * day)
          expect(templates()).toHaveLength(before)
          expect(before).toBeLessThanOrEqual(1)
          expect(await world.enrolment(leadId)).toMatchObject({ state: 'exited', reason: 'by staff' })
          expect(await world.profile(leadId)).toMatchObject({
            parked: { reason: 'sequences-finished', until: at(90 * day) },
          })
        },
      }
    })
  })
})

it('two wakers store both facts, and wake once', async () => {
  await inEveryOrder(async () => {
    const waited = { step: 'read-it', since: at(-day), due: at(2 * day), visit: 1, sent: { welcome: at(-day) } }
    const leadId = await aLeadInside(waited)
    await ringing(leadId)
    return {
      runs: {
        click: () => wakeWhereDue(leadId, clicked(leadId, 1)),
        meeting: () => wakeWhereDue(leadId, { type: 'meeting-booked', at: at(0), data: {} }),
      },
      after: async () => {
        await world.machines.ringUntil(startMs)
        expect(await world.enrolment(leadId)).toMatchObject({
          state: 'exited',
          clicked: { welcome: at(0) },
          seen: { 'meeting-booked': at(0) },
        })
      },
    }
  })
})

it('two enrollers of one lead make one enrolment with one clock', async () => {
  await inEveryOrder(async () => {
    const leadId = await world.lead({ profile: { lastTouch: { at: at(0), form: 'white-paper' } } })
    const posted = { type: 'form-submitted', at: at(0), data: { form: 'white-paper' } }
    return {
      runs: { first: () => enrolWhereDue(leadId, posted), second: () => enrolWhereDue(leadId, posted) },
      after: async () => {
        const { enrolments, profile } = await world.read(leadId)
        expect(enrolments.map(({ enrolmentId }) => enrolmentId)).toEqual(['white-paper.1'])
        expect(profile.status).toBe('nurturing')
        expect(world.machines.running.filter(({ input }) => input.includes(leadId))).toHaveLength(1)
        await world.machines.ringUntil(startMs)
        expect(templates()).toEqual(['welcome'])
      },
    }
  })
})
