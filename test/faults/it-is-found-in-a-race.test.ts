import './virtual-clock.ts'
import { describe, expect, it } from 'vitest'
import { LeadChanged } from '../../core/events.ts'
import { sendIdOf } from '../../core/nurture/send-id.ts'
import { handler as wakeEnrolment } from '../../functions/nurture/wake-enrolment.event.ts'
import { everyOrder } from './race.ts'
import { changedBy, comesToRest, enrolmentId, hears, mailsOf, withdraws, writeOf } from './race-acts.ts'
import { aboutToRing, sceneAt } from './scene.ts'
import type { World } from './world.ts'

/** What Ripen relies on, taken away: the conditions of writes that set this attribute. */
function withoutConditions(world: World, attribute: string): World {
  const answer = world.table.answer.bind(world.table)
  world.table.answer = (name, input) => {
    const { ExpressionAttributeNames = {} } = input as { ExpressionAttributeNames?: object }
    const isOne = name === 'UpdateItemCommand' && Object.values(ExpressionAttributeNames).includes(attribute)
    return answer(name, isOne ? { ...(input as object), ConditionExpression: undefined } : input)
  }
  return world
}

describe('what must never be is found in a race', async () => {
  const inside = await sceneAt(4, { held: true })
  const { leadId } = inside

  it('a claim that does not look whether somebody withdrew', async () => {
    const race = everyOrder(inside, async (world) => {
      const execution = await aboutToRing(withoutConditions(world, 'claims'), { leadId, enrolmentId })
      return {
        runs: { send: () => world.machines.ring(execution), withdraw: await withdraws(leadId) },
        afterwards: async (raced) => {
          if (mailsOf(world).length > 0) expect(writeOf('claims', raced)).toBeLessThan(writeOf('consent', raced))
        },
      }
    })
    await expect(race).rejects.toThrow(/^in the order .*withdraw UpdateItem.*send SendEmail/)
  })

  it('a cursor that does not look whether somebody woke the sequence', async () => {
    const race = everyOrder(inside, async (world) => {
      const execution = await aboutToRing(withoutConditions(world, 'visit'), { leadId, enrolmentId })
      const clicked = { template: 'welcome', sendId: sendIdOf(leadId, enrolmentId, 1) }
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
    })
    await expect(race).rejects.toThrow(/^in the order .*wake/)
  })
})
