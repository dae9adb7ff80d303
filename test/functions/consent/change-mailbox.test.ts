import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { countSoftBounce } from '../../../core/consent/suppression.ts'
import type { Activity } from '../../../core/leads/activity.ts'
import { toInstant } from '../../../core/names.ts'
import { mailboxKey } from '../../../functions/aws/keys.ts'
import { getItem } from '../../../functions/aws/table.ts'
import { changeMailbox, MailboxContended } from '../../../functions/consent/change-mailbox.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aSendId } from '../../fixtures/a-mailbox.ts'
import { aMailWorld, type MailWorld } from './mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: MailWorld
beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  world.break()
  world.told.length = 0
})

function aFact(leadId: string, n = 0): Activity {
  return { leadId, id: `fact-000${n}`, type: 'consent-withdrawn', at: toInstant(clock.ms), data: {} }
}

describe('a change of a mailbox', () => {
  it('loses nothing that others write at the same time', async () => {
    const leadId = await world.lead()
    const changes = [1, 2, 3, 4].map((n) =>
      changeMailbox(leadId, (box) => {
        const change = countSoftBounce(box, aSendId(n), toInstant(clock.ms + n))
        return change && { change }
      }),
    )
    await Promise.all(changes)
    expect(await world.mailbox(leadId)).toMatchObject({ softBounces: 4, rev: 7 })
  })

  it('raises the revision even when the change forgets to', async () => {
    const leadId = await world.lead()
    expect(await changeMailbox(leadId, () => ({ change: { softBounces: 2 } }))).toMatchObject({
      rev: 4,
      softBounces: 2,
    })
  })

  it('that changes nothing writes nothing', async () => {
    const leadId = await world.lead()
    const faults = world.break()
    expect(await changeMailbox(leadId, () => undefined)).toMatchObject({ rev: 3 })
    expect(faults.calls).toEqual(['GetItemCommand'])
  })

  it('of a lead without a mailbox makes none', async () => {
    expect(await changeMailbox('q'.repeat(32), () => ({ change: {} }))).toBeUndefined()
    expect(await getItem(mailboxKey('q'.repeat(32)))).toBeUndefined()
  })

  it('gives up after ten lost races', async () => {
    const leadId = await world.lead()
    const touch = () => changeMailbox(leadId, () => ({ change: {} }))
    world.break(Array.from({ length: 10 }, (_, n) => [`UpdateItemCommand#${n}`, touch] as const))
    await expect(touch()).rejects.toThrow(MailboxContended)
  })

  it('tells its facts, and owes nothing afterwards', async () => {
    const leadId = await world.lead()
    await changeMailbox(leadId, () => ({ change: {}, facts: [aFact(leadId)] }))
    expect(world.told).toEqual([{ name: 'ActivityObserved', detail: { activity: aFact(leadId) } }])
    expect(await getItem(mailboxKey(leadId))).not.toHaveProperty('unannounced')
  })

  it('owes all facts that were not told yet: the next change tells the earlier ones too', async () => {
    const leadId = await world.lead()
    world.break([['PutEventsCommand#0', 'fails']])
    await changeMailbox(leadId, () => ({ change: {}, facts: [aFact(leadId, 1)] }))
    expect(world.told).toEqual([])
    await changeMailbox(leadId, () => ({ change: {}, facts: [aFact(leadId, 2)] }))
    expect(world.told.map(({ detail }) => detail.activity)).toEqual([aFact(leadId, 1), aFact(leadId, 2)])
  })
})
