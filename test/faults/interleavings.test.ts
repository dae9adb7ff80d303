import './virtual-clock.ts'
import type { Context } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { LeadChanged } from '../../core/events.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import { readMailbox } from '../../functions/consent/change-mailbox.ts'
import { readLead } from '../../functions/leads/lead-state.ts'
import { handler as enrolLead } from '../../functions/nurture/enrol-lead.event.ts'
import { handler as sweepEnrolments } from '../../functions/nurture/sweep-enrolments.schedule.ts'
import { handler as takeStep } from '../../functions/nurture/take-step.task.ts'
import { handler as wakeEnrolment } from '../../functions/nurture/wake-enrolment.event.ts'
import { clock } from '../fixtures/a-clock.ts'
import { timeout } from './how-many.ts'
import { everyOrder, manyOrders, randomOrders } from './race.ts'
import {
  changedBy,
  comesToRest,
  confirms,
  enrolmentId,
  hears,
  mailsOf,
  posts,
  product,
  withdraws,
  writeOf,
} from './race-acts.ts'
import { aboutToRing, emptyScene, sceneAt } from './scene.ts'

const minute = 60_000
const hour = 60 * minute
/** Confirmed and inside the sequence; its clock has not rung, so its first mail is due. */
const inside = await sceneAt(4, { held: true })
const { leadId } = inside
const ids = { leadId, enrolmentId }
const clicked = { template: 'welcome', sendId: sendIdOf(leadId, enrolmentId, 1) }

describe('a withdrawal', { timeout }, () => {
  it('racing a send falls before its claim or after it: none is claimed once it is answered, and the sequence ends', () =>
    everyOrder(inside, async (world) => {
      const execution = await aboutToRing(world, ids)
      return {
        runs: { send: () => world.machines.ring(execution), withdraw: await withdraws(leadId) },
        afterwards: async (raced) => {
          const sent = mailsOf(world)
          if (sent.length > 0) expect(writeOf('claims', raced)).toBeLessThan(writeOf('consent', raced))
          await comesToRest(world)
          expect(mailsOf(world)).toEqual(sent)
          expect((await readLead(leadId))?.enrolments).toMatchObject([{ state: 'exited', reason: 'unsubscribed' }])
        },
      }
    }))

  it('racing the confirmation of what was asked for before it wins', async () => {
    await everyOrder(await sceneAt(1), async (world) => ({
      runs: { confirm: await confirms(leadId, minute / 2), withdraw: await withdraws(leadId) },
      afterwards: async () => {
        await comesToRest(world)
        expect((await readMailbox(leadId))?.consent[product]?.state).toBe('withdrawn')
        expect(mailsOf(world)).toEqual([])
      },
    }))
  })

  it('racing the enroller ends what that began', async () => {
    await everyOrder(await sceneAt(1), async (world) => {
      await (await confirms(leadId, minute / 2))()
      const confirmed = changedBy(leadId, 'consent-granted', { form: 'white-paper' })
      return {
        runs: { enrol: hears(enrolLead, LeadChanged, confirmed), withdraw: await withdraws(leadId) },
        afterwards: async () => {
          await comesToRest(world)
          const { enrolments = [], profile } = (await readLead(leadId)) ?? {}
          expect(enrolments.every(({ state }) => state === 'exited')).toBe(true)
          expect(profile?.parked).toEqual({ reason: 'no-consent' })
          expect(mailsOf(world)).toEqual([])
        },
      }
    })
  })

  it('stands against older consent that comes late or again', async () => {
    await everyOrder(await sceneAt(4, { story: 'is-recycled', held: true }), async (world) => {
      const late = posts('newsletter', minute)
      return {
        runs: { late, withdraw: await withdraws(leadId, 'newsletter') },
        afterwards: async () => {
          await late()
          await comesToRest(world)
          expect((await readMailbox(leadId))?.consent.newsletter?.state).toBe('withdrawn')
        },
      }
    })
  })
})

describe('a click', { timeout }, () => {
  it('racing the decision to wait for it is never lost: the next mail goes now and not in two hours', () =>
    everyOrder(inside, async (world) => {
      const execution = await aboutToRing(world, ids)
      return {
        runs: {
          take: () => world.machines.ring(execution),
          wake: hears(wakeEnrolment, LeadChanged, changedBy(leadId, 'email-clicked', clicked)),
        },
        afterwards: async () => {
          await comesToRest(world)
          expect(mailsOf(world)).toEqual(['welcome', 'second'])
        },
      }
    }))

  it('racing the sweep that starts a lost clock again wakes the sequence once', async () => {
    const { executions, ...scene } = await sceneAt(25, { held: true })
    const lost = { ...scene, executions: executions.map((one) => ({ ...one, status: 'ABORTED' as const })) }
    await everyOrder(lost, async (world) => ({
      runs: {
        sweep: () => sweepEnrolments({}, {} as Context),
        wake: hears(wakeEnrolment, LeadChanged, changedBy(leadId, 'email-clicked', clicked)),
      },
      afterwards: async () => {
        await comesToRest(world)
        expect(mailsOf(world)).toEqual(['welcome', 'second'])
      },
    }))
  })
})

describe('two executions of one enrolment', { timeout }, () => {
  it.each([
    ['of the same generation', 1],
    ['of two generations', 2],
  ])('%s send each mail once, and one of them goes on', async (_name, generation) => {
    await everyOrder(inside, async (world) => {
      const first = await aboutToRing(world, ids)
      const second = generation === 1 ? undefined : await aboutToRing(world, ids, generation)
      return {
        runs: {
          first: () => world.machines.ring(first),
          second: () => (second ? world.machines.ring(second) : takeStep(first.state, {} as Context)),
        },
        afterwards: async () => {
          expect(mailsOf(world)).toEqual(['welcome'])
          await comesToRest(world)
          await world.timeline.until(clock.ms + 6 * hour)
          expect(mailsOf(world)).toEqual(['welcome', 'second', 'third'])
        },
      }
    })
  })
})

describe('two posts of one person at once', { timeout }, () => {
  it('make one lead, and ask once to confirm', async () => {
    await manyOrders(await emptyScene(), async (world) => ({
      runs: { paper: posts('white-paper', 0, 'paper'), news: posts('newsletter', 0, 'news') },
      afterwards: async () => {
        await comesToRest(world)
        const consent = (await readMailbox(leadId))?.consent
        expect([consent?.[product]?.state, consent?.newsletter?.state]).toEqual(['pending', 'granted'])
        expect(mailsOf(world)).toEqual(['confirm'])
      },
    }))
  })

  it('of the same form ask once to confirm, too', async () => {
    await randomOrders(await emptyScene(), async (world) => ({
      runs: { one: posts('white-paper', 0, 'one'), other: posts('white-paper', 1_000, 'other') },
      afterwards: async () => {
        await comesToRest(world)
        expect(mailsOf(world)).toEqual(['confirm'])
      },
    }))
  })
})
