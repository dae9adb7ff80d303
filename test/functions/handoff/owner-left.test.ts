import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toInstant } from '../../../core/names.ts'
import { userKey } from '../../../functions/aws/keys.ts'
import { deleteItem } from '../../../functions/aws/table.ts'
import { handler as sweep } from '../../../functions/handoff/sweep-handoffs.schedule.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aHandoff } from '../../fixtures/a-handoff.ts'
import { aHandoffWorld, type HandoffWorld, hoursOn, morning } from './handoff-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: HandoffWorld
let leadId: string
let handoffId: string

beforeEach(async () => {
  world = await aHandoffWorld()
  await world.policy()
  await world.staff({ userId: 'anna', manager: 'mark' }, { userId: 'boris' }, { userId: 'mark', team: 'heads' })
  leadId = await world.lead()
  handoffId = `${leadId}.1`
  await world.hand(world.qualified(leadId))
  await world.until(hoursOn(0.1))
})
afterEach(() => world.stop())

const mailed = () => world.mails.map(({ to, template }) => `${template.replace('handoff-', '')} ${to.split('@')[0]}`)

describe('an owner who leaves while the clock runs', () => {
  it('is followed by the next of the team within a quarter of an hour, and the times stay', async () => {
    const before = await world.read(handoffId)
    await world.staff({ userId: 'anna', manager: 'mark', active: false })
    await sweep({}, {} as never)
    await world.until(hoursOn(0.2))
    expect(await world.read(handoffId)).toMatchObject({
      owner: 'boris',
      previousOwners: ['anna'],
      routedBy: 'anna is not there any more; round robin in inside-sales, 1 there',
      duties: before.duties,
    })
    await sweep({}, {} as never)
    await world.until(hoursOn(0.5))
    expect(mailed()).toEqual(['opened anna', 'opened boris', 'warning boris'])
    // The breach of whoever has it now.
    await world.until(hoursOn(2))
    expect(world.machines.running).toHaveLength(1)
  })

  it('and is gone from the table is found when the clock next rings', async () => {
    await deleteItem(userKey('anna'))
    await world.until(hoursOn(0.5))
    expect(mailed()).toEqual(['opened anna', 'opened boris', 'warning boris'])
  })

  it.each(['accepted', 'opportunity'] as const)(
    'leaves nothing behind that is %s, where no clock runs any more',
    async (state) => {
      const other = await world.lead({ leadId: 'z'.repeat(32) })
      await world.handoff(aHandoff({ leadId: other, state, owner: 'anna' }))
      await world.staff({ userId: 'anna', active: false })
      await sweep({}, {} as never)
      await world.until(hoursOn(0.2))
      expect(await world.read(`${other}.1`)).toMatchObject({ owner: 'boris', state })
    },
  )

  it('and is the last of the team leaves it to who leads the team, and in the end to an admin', async () => {
    await world.staff({ userId: 'anna', manager: 'mark', active: false }, { userId: 'boris', active: false })
    await sweep({}, {} as never)
    await world.until(hoursOn(0.2))
    expect(await world.read(handoffId)).toMatchObject({ owner: 'mark' })
    await world.staff({ userId: 'mark', team: 'heads', active: false }, { userId: 'ada', groups: ['admin'] })
    await sweep({}, {} as never)
    await world.until(hoursOn(0.3))
    expect(await world.read(handoffId)).toMatchObject({ owner: 'ada' })
  })

  it('with nobody at all to follow keeps it, and the sweep tries again', async () => {
    await world.staff(
      { userId: 'anna', active: false },
      { userId: 'boris', active: false },
      { userId: 'mark', team: 'heads', active: false },
    )
    await sweep({}, {} as never)
    await world.until(hoursOn(0.2))
    expect(await world.read(handoffId)).toMatchObject({ owner: 'anna', state: 'open' })
    await world.staff({ userId: 'carl' })
    await sweep({}, {} as never)
    await world.until(hoursOn(0.3))
    expect(await world.read(handoffId)).toMatchObject({ owner: 'carl' })
  })
})

describe('a clock that jumps', () => {
  it('back does nothing twice', async () => {
    await world.until(hoursOn(2))
    const before = mailed()
    clock.ms = morning
    for (const execution of world.machines.running) await world.machines.ring(execution)
    expect(mailed()).toEqual(before)
    await world.until(hoursOn(2.5))
    expect(mailed()).toEqual(before)
    expect((await world.read(handoffId)).escalations).toHaveLength(1)
  })

  it('years ahead does all that was left, each once and in order', async () => {
    clock.ms = morning + 3 * 366 * 86_400_000
    await world.until(clock.ms + 86_400_000)
    const { escalations, state, duties } = await world.read(handoffId)
    expect(escalations.map(({ what }) => what)).toEqual(['notify-manager', 'reassign', 'recycle'])
    expect(state).toBe('recycled')
    expect(duties.every(({ breachedAt }) => breachedAt !== undefined && breachedAt > toInstant(morning))).toBe(true)
    expect(world.machines.running).toHaveLength(0)
  })
})
