import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { LeadChanged, LeadQualified } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { routes } from '../../core/routes.ts'
import { handler as acceptHandoff } from '../../functions/handoff/accept-handoff.http.ts'
import { handler as forwardLead } from '../../functions/handoff/forward-lead.event.ts'
import { handler as rejectHandoff } from '../../functions/handoff/reject-handoff.http.ts'
import { readLead } from '../../functions/leads/lead-state.ts'
import { recordFacts } from '../../functions/leads/record-facts.ts'
import { handler as rescoreLead } from '../../functions/scoring/rescore-lead.event.ts'
import { clock } from '../fixtures/a-clock.ts'
import { ask } from '../fixtures/ask.ts'
import { timeout } from './how-many.ts'
import { everyOrder, manyOrders } from './race.ts'
import { type Act, changedBy, comesToRest, erases, hears, withdraws } from './race-acts.ts'
import { aboutToRing, type Scene, sceneAt } from './scene.ts'
import type { World } from './world.ts'

const hour = 3_600_000
/** The lead needs one click more to be ripe. */
const nearlyRipe = await sceneAt(41)
/** Sales has the lead, and has not answered. */
const open = await sceneAt(50)
const { leadId } = open
const handoffId = `${leadId}.1`

const rescores = (): Act => hears(rescoreLead, LeadChanged, changedBy(leadId, 'email-clicked'))
const forwards = (): Act =>
  hears(forwardLead, LeadQualified, { leadId, k: 1, total: 80, model: 'b2b', modelVersion: 1, at: toInstant(clock.ms) })

/** The click that makes the lead ripe is a fact; nobody has looked at it. */
async function clicks(): Promise<void> {
  const at = toInstant(clock.ms)
  await recordFacts(leadId, [{ leadId, id: 'click-0000001', type: 'email-clicked', at, data: {} }])
}

const toStaff = ({ mails }: World) =>
  mails.filter(({ tags }) => tags.basis === 'staff').map(({ tags }) => tags.template)

/** One hand-off, and its owner is told once. */
async function isForwardedOnce(world: World): Promise<void> {
  await comesToRest(world)
  expect((await readLead(leadId))?.handoffs.map(({ k }) => k)).toEqual([1])
  expect(toStaff(world)).toEqual(['handoff-opened'])
}

describe('a ripe lead', { timeout }, () => {
  it('scored by two at once qualifies once', () =>
    everyOrder(nearlyRipe, async (world) => {
      await clicks()
      return { runs: { one: rescores(), other: rescores() }, afterwards: () => isForwardedOnce(world) }
    }))

  it('forwarded by two at once is handed off once', () =>
    manyOrders(nearlyRipe, async (world) => {
      await clicks()
      await rescores()()
      return { runs: { one: forwards(), other: forwards() }, afterwards: () => isForwardedOnce(world) }
    }))

  it('who withdraws meanwhile is handed off all the same, and not mailed', () =>
    everyOrder(nearlyRipe, async (world) => {
      await clicks()
      return {
        runs: { score: rescores(), withdraw: await withdraws(leadId) },
        afterwards: () => isForwardedOnce(world),
      }
    }))

  it('who is erased meanwhile is not with sales any more', () =>
    everyOrder(nearlyRipe, async (world) => {
      await clicks()
      await rescores()()
      return {
        runs: { forward: forwards(), erase: erases(leadId) },
        afterwards: async () => {
          await comesToRest(world)
          expect((await readLead(leadId))?.profile.status).toBe('erased')
          expect((await readLead(leadId))?.handoffs).toEqual([])
        },
      }
    }))
})

describe('two answers of sales', { timeout }, () => {
  it('have one winner; the other is told so and kept as late', () =>
    everyOrder(open, async (world) => {
      const heard: Record<string, number> = {}
      const answers =
        (kind: string, handler: unknown, route: typeof routes.acceptHandoff, body?: object) => async () => {
          const asked = { params: { handoffId }, groups: ['sales'], ...(body && { body: { ...body } }) }
          heard[kind] = (await ask(handler, route, asked)).status
        }
      return {
        runs: {
          accept: answers('accepted', acceptHandoff, routes.acceptHandoff),
          reject: answers('rejected', rejectHandoff, routes.rejectHandoff as never, { reason: 'no budget' }),
        },
        afterwards: async () => {
          expect(Object.values(heard).sort()).toEqual([200, 409])
          const winner = Object.keys(heard).find((kind) => heard[kind] === 200)
          const loser = Object.keys(heard).find((kind) => heard[kind] === 409)
          await comesToRest(world)
          const lead = await readLead(leadId)
          expect(lead?.handoffs).toMatchObject([{ state: winner, late: [{ kind: loser }] }])
          expect(lead?.profile.status).toBe(winner === 'accepted' ? 'with-sales' : 'nurturing')
          const facts = world.table.everything().filter(({ type }) => /^handoff-(acc|rej)/.test(String(type)))
          expect(facts.map(({ type }) => type)).toEqual([`handoff-${winner}`])
        },
      }
    }))

  it.each([
    ['is warned about', 2.1, ['handoff-warning']],
    ['is breached', 5.1, ['handoff-escalated']],
  ])('an answer while the clock rings since it %s stands, and nobody is told twice', async (_what, hours, told) => {
    const late: Scene = { ...open, executions: [], atMs: open.atMs + hours * hour }
    await everyOrder(late, async (world) => {
      const execution = await aboutToRing(world, { leadId, handoffId }, 2)
      const asked = { params: { handoffId }, groups: ['sales'] }
      return {
        runs: {
          ring: () => world.machines.ring(execution),
          accept: async () => expect((await ask(acceptHandoff, routes.acceptHandoff, asked)).status).toBe(200),
        },
        afterwards: async () => {
          expect([[], told]).toContainEqual(toStaff(world))
          expect((await readLead(leadId))?.handoffs).toMatchObject([
            { state: 'accepted', answer: { kind: 'accepted' } },
          ])
        },
      }
    })
  })
})
