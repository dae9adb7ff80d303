import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../core/leads/activity.ts'
import { clickHoursKept, clickHoursSince, middleOfHour, withClick } from '../../../core/leads/click-hours.ts'
import { strippedProfile } from '../../../core/leads/erasure.ts'
import { foldFacts } from '../../../core/leads/fold-profile.ts'
import { copyFor, refolded } from '../../../core/leads/merge.ts'
import { aProfile } from '../../fixtures/a-lead.ts'
import { aLeadId } from '../../fixtures/a-mailbox.ts'

const leadId = aLeadId()
const hour = 3_600_000
const first = Date.parse('2026-09-01T00:00:00.000Z')

function click(ms: number, data: Activity['data'] = {}, type = 'email-clicked'): Activity {
  return { leadId, id: `click-${ms}`, type, at: new Date(ms).toISOString(), data }
}
const hoursOf = (...facts: Activity[]) => facts.reduce(withClick, [] as readonly string[])

describe('the hours in which a lead clicked', () => {
  it('are told by clicks of people alone, each hour once', () => {
    const facts = [
      click(first + 5),
      click(first + hour - 1),
      click(first + 2 * hour, { machine: true }),
      click(first + 3 * hour, {}, 'email-opened'),
      click(first + 4 * hour, { person: 0.5, signs: ['hasty'] }),
    ]
    expect(hoursOf(...facts)).toEqual(['2026-09-01T00', '2026-09-01T04'])
    expect(middleOfHour('2026-09-01T04')).toBe(first + 4.5 * hour)
  })

  it('are the newest ones', () => {
    const facts = Array.from({ length: clickHoursKept + 5 }, (_, index) => click(first + index * hour))
    expect(hoursOf(...facts)).toHaveLength(clickHoursKept)
    expect(hoursOf(...facts)[0]).toBe('2026-09-01T05')
  })

  it('are the same in the profile whatever order, repeats and portions the clicks come in', () => {
    const given = fc.array(fc.integer({ min: 0, max: 60 * 24 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(given, fc.infiniteStream(fc.nat()), (hours, chance) => {
        const facts = hours.map((one) => click(first + one * hour))
        const mixed = [...facts, ...facts.slice(0, 5)]
          .map((fact) => ({ fact, place: chance.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ fact }) => fact)
        const half = mixed.length >> 1
        const portions = foldFacts(foldFacts(aProfile(), mixed.slice(0, half)), mixed.slice(half))
        expect(portions.clickHours).toEqual(foldFacts(aProfile(), facts).clickHours)
      }),
    )
  })

  it('are forgotten by an erasure up to its own hour', () => {
    const hours = ['2026-09-01T04', '2026-09-01T05', '2026-09-01T06']
    expect(clickHoursSince(hours, '2026-09-01T05:30:00.000Z')).toEqual(['2026-09-01T06'])
    const erased = strippedProfile(aProfile({ clickHours: hours }), '2026-09-02T00:00:00.000Z')
    expect(erased.clickHours).toEqual([])
  })

  it('are joined by a merge, and taken apart again', () => {
    const other = aLeadId(1)
    const theirs = { ...click(first + hour), leadId: other }
    const copy = copyFor(leadId, theirs) as Activity
    const together = foldFacts(aProfile(), [click(first), copy])
    expect(together.clickHours).toEqual(['2026-09-01T00', '2026-09-01T01'])
    expect(refolded(together, [click(first)]).clickHours).toEqual(['2026-09-01T00'])
    expect(refolded(together, []).clickHours).toBeUndefined()
  })
})
