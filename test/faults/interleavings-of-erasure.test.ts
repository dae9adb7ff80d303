import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { ActivityObserved, LeadErased } from '../../core/events.ts'
import { toInstant } from '../../core/names.ts'
import { readMailbox } from '../../functions/consent/change-mailbox.ts'
import { handler as deleteErased } from '../../functions/leads/delete-erased.event.ts'
import { handler as recordActivity } from '../../functions/leads/record-activity.event.ts'
import { clock } from '../fixtures/a-clock.ts'
import { timeout } from './how-many.ts'
import { everyOrder } from './race.ts'
import {
  type Act,
  comesToRest,
  confirms,
  enrolmentId,
  erases,
  hears,
  mailsOf,
  posts,
  product,
  reports,
} from './race-acts.ts'
import { aboutToRing, sceneAt } from './scene.ts'
import type { World } from './world.ts'

const minute = 60_000
/** The first mail went, and waits for its click. */
const welcomed = await sceneAt(10)
const { leadId } = welcomed

/** Nothing is left of the person but the tombstone. */
async function leavesOnlyATombstone(world: World): Promise<void> {
  await comesToRest(world)
  const left = world.table.everything().filter(({ pk }) => /^(LEAD|SUBMISSION)#/.test(String(pk)))
  expect(left.map(({ sk }) => sk)).toEqual(['MAILBOX', 'PROFILE'])
  expect(JSON.stringify(left)).not.toMatch(/olga/i)
}

const visited = (): Act =>
  hears(recordActivity, ActivityObserved, {
    activity: {
      leadId,
      id: 'visit-0000001',
      type: 'page-visited',
      at: toInstant(clock.ms - minute),
      told: { fields: { firstName: 'Olga' } },
    },
  })

describe('an erasure', { timeout }, () => {
  it.each<[string, () => Act | Promise<Act>]>([
    ['a fact of before', visited],
    ['a click of before', () => reports(leadId, 'Click', minute)],
    ['a complaint of before', () => reports(leadId, 'Complaint', minute)],
    ['a post of before', () => posts('newsletter', minute)],
    ['a confirmation of what was asked for before', () => confirms(leadId, minute)],
  ])('racing %s leaves only a tombstone, also when that comes once more', async (_what, late) => {
    await everyOrder(welcomed, async (world) => {
      const act = await late()
      return {
        runs: { late: act, erase: erases(leadId) },
        afterwards: async () => {
          await leavesOnlyATombstone(world)
          await act()
          await leavesOnlyATombstone(world)
          expect(mailsOf(world)).toEqual([])
        },
      }
    })
  })

  it('racing a send falls before its claim or after it, and nothing goes later', async () => {
    await everyOrder(await sceneAt(4, { held: true }), async (world) => {
      const execution = await aboutToRing(world, { leadId, enrolmentId })
      return {
        runs: { send: () => world.machines.ring(execution), erase: erases(leadId) },
        afterwards: async () => {
          const sent = mailsOf(world)
          await leavesOnlyATombstone(world)
          expect(mailsOf(world)).toEqual(sent)
        },
      }
    })
  })

  it('deletes nothing of what the person does afterwards', async () => {
    await everyOrder(welcomed, async (world) => {
      await erases(leadId)()
      const erasedAt = toInstant(clock.ms)
      clock.ms += minute
      return {
        runs: { again: posts('white-paper'), delete: hears(deleteErased, LeadErased, { leadId, erasedAt }) },
        afterwards: async () => {
          await comesToRest(world)
          expect(mailsOf(world)).toEqual(['confirm'])
          await (await confirms(leadId, minute))()
          await comesToRest(world)
          expect((await readMailbox(leadId))?.consent[product]?.state).toBe('granted')
          expect(mailsOf(world)).toEqual(['confirm', 'welcome'])
        },
      }
    })
  })
})
