import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { LeadChanged, LeadErased } from '../../../core/events.ts'
import { toInstant } from '../../../core/names.ts'
import { announcement, announcing } from '../../../functions/aws/announce.ts'
import { profileKey } from '../../../functions/aws/keys.ts'
import { getItem, putItem } from '../../../functions/aws/table.ts'
import { handler as announceLeft } from '../../../functions/leads/announce-left.schedule.ts'
import { recordFacts } from '../../../functions/leads/record-facts.ts'
import { clock } from '../../fixtures/a-clock.ts'
import { aFact } from '../../fixtures/a-fact.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'
import { aMailWorld, type MailWorld } from '../consent/mail-world.ts'

vi.mock(import('../../../functions/runtime/clock.ts'), async () => ({
  now: (await import('../../fixtures/a-clock.ts')).now,
}))

let world: MailWorld

beforeAll(async () => {
  world = await aMailWorld()
})
afterAll(() => world.stop())
beforeEach(() => {
  clock.ms = Date.parse('2026-11-24T09:00:00.000Z')
  world.break()
  world.told.length = 0
})

describe('what a function that died left untold', () => {
  it('is told after half a minute, once', async () => {
    const leadId = await world.lead()
    world.break([['PutEventsCommand#0', 'fails']])
    await expect(recordFacts(leadId, [aFact({ leadId, type: 'call' })])).rejects.toThrow()
    world.break()
    clock.ms += 29_999
    expect(await announceLeft({}, {} as never)).toEqual({ published: 0 })
    clock.ms += 1
    expect(await announceLeft({}, {} as never)).toEqual({ published: 1 })
    expect(await announceLeft({}, {} as never)).toEqual({ published: 0 })
    expect(world.told.map(({ name }) => name)).toEqual([LeadChanged.name])
    expect(await getItem(profileKey(leadId))).not.toHaveProperty('unannounced')
  })

  it('is told for all others where one can’t be told, and the sweep fails so that somebody looks', async () => {
    const owe = (leadId: string, name: string) => {
      const owed = announcing([announcement(LeadErased, { leadId, erasedAt: toInstant(clock.ms) })], clock.ms)
      return putItem(profileKey(leadId), {
        ...owed,
        announcements: [{ name, detail: { leadId, erasedAt: toInstant(clock.ms) } }],
      })
    }
    for (const [n, name] of ['Nonsense', LeadErased.name, LeadErased.name].entries()) await owe(aLeadId(n + 3), name)
    clock.ms += 60_000
    await expect(announceLeft({}, {} as never)).rejects.toThrow('1 items still owe')
    expect(world.told.map(({ name }) => name)).toEqual([LeadErased.name, LeadErased.name])
  })
})
