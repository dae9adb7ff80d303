import type { Context } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { handler as mailWeek } from '../../../functions/handoff/mail-week.schedule.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { faults } from '../../fixtures/faults.ts'
import { aHandoffWorld, type HandoffWorld } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

/** Monday, seven in Berlin. */
const monday = Date.parse('2026-11-30T06:00:00.000Z')
const day = 86_400_000
let world: HandoffWorld

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff(
    { userId: 'anna', manager: 'mark' },
    { userId: 'lena', groups: ['marketing'], team: 'marketing' },
    { userId: 'mark', team: 'heads', locale: 'ru' },
  )
  clock.ms = monday
})
afterEach(() => world.stop())

const run = () => mailWeek({}, {} as Context)
const readers = () => world.mails.map(({ to }) => to.split('@')[0]).sort()

describe('the summary of a week', () => {
  it('goes to marketing and to who leads somebody in sales, once, however often it is run', async () => {
    expect(await run()).toEqual({ mailed: 2 })
    expect(await run()).toEqual({ mailed: 0 })
    expect(readers()).toEqual(['lena', 'mark'])
    clock.ms += 7 * day
    expect(await run()).toEqual({ mailed: 2 })
  })

  it('goes at the next try where SES was busy, and to the others at once', async () => {
    const take = world.ses
    world.ses = async (input) => {
      if (input.Destination?.ToAddresses?.[0]?.startsWith('lena')) {
        throw Object.assign(new Error('slow down'), { name: 'TooManyRequestsException' })
      }
      return take(input)
    }
    await expect(run()).rejects.toThrow('1 weekly summaries could not be mailed')
    expect(readers()).toEqual(['mark'])
    world.ses = take
    expect(await run()).toEqual({ mailed: 1 })
    expect(readers()).toEqual(['lena', 'mark'])
  })

  it('is not tried again for an address that SES refuses', async () => {
    const take = world.ses
    world.ses = async () => {
      throw Object.assign(new Error('no such address'), { name: 'MessageRejected' })
    }
    expect(await run()).toEqual({ mailed: 0 })
    world.ses = take
    expect(await run()).toEqual({ mailed: 0 })
  })

  it.each(faults)('reaches nobody twice, whichever call %s', async (fault) => {
    let call = 0
    for (; ; call += 1) {
      world.mails.length = 0
      const broken = world.break([[call, fault]])
      await run().catch(() => undefined)
      const isOver = broken.calls.length <= call
      world.break()
      await run()
      expect(readers(), `${fault} at call ${call}`).toEqual([...new Set(readers())])
      // Of a mail that was claimed and of which nobody heard there is no second try; the other reader has theirs.
      expect(readers().length, `${fault} at call ${call}`).toBeGreaterThanOrEqual(1)
      clock.ms += 7 * day
      if (isOver) break
    }
    expect(call).toBeGreaterThan(6)
  })
})
