import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  commonHours,
  nobodysHours,
  partsOf,
  roundedHours,
  withLeadsHours,
} from '../../../../core/nurture/send-time/common-hours.ts'
import { hoursOfWeek, ownHours, spokenFor } from '../../../../core/nurture/send-time/hour-weights.ts'

const nowMs = Date.parse('2026-11-24T09:00:00.000Z')
const withLeads = (leads: readonly (readonly string[])[], zone = 'UTC') =>
  leads.reduce((sum, clickHours) => withLeadsHours(sum, clickHours, zone, nowMs), nobodysHours)

describe('when all leads click', () => {
  it('is told in the zone of each, and each is one voice', () => {
    const one = withLeadsHours(nobodysHours, ['2026-11-24T08'], 'Europe/Berlin', nowMs)
    const two = withLeadsHours(one, ['2026-11-22T22', '2026-11-23T22', '2026-11-24T22'], 'UTC', nowMs)
    expect(two.leads).toBe(2)
    expect(two.hours[24 + 9]).toBe(1)
    expect(two.hours.reduce((all, value) => all + value, 0)).toBeCloseTo(2)
    expect(withLeadsHours(two, [], 'UTC', nowMs)).toEqual(two)
  })

  it('says nothing while there are fewer than 20', () => {
    expect(partsOf(undefined)).toBeUndefined()
    expect(partsOf(withLeads(new Array(19).fill(['2026-11-24T08'])))).toBeUndefined()
    expect(partsOf(withLeads(new Array(20).fill(['2026-11-24T08'])))?.[24 + 8]).toBe(1)
  })

  it('is as good as the same in whatever order leads are summed up, stored page by page', () => {
    const hour = fc.integer({ min: 0, max: 90 * 24 - 1 }).map((ago) => {
      return new Date(nowMs - ago * 3_600_000).toISOString().slice(0, 13)
    })
    const lead = fc.array(hour, { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(lead, { maxLength: 30 }), (leads) => {
        const pages = leads.reduce((sum, one) => roundedHours(withLeadsHours(sum, one, 'UTC', nowMs)), nobodysHours)
        const back = withLeads([...leads].reverse())
        expect(pages.leads).toBe(back.leads)
        for (const [at, value] of pages.hours.entries()) expect(value).toBeCloseTo(back.hours[at] ?? 0, 1)
        expect(commonHours.parse(pages)).toEqual(pages)
      }),
    )
  })
})

describe('what clicks say of an hour', () => {
  const own = ownHours(['2026-11-24T08'], 'UTC', nowMs)
  it.each([
    ['of itself', 24 + 8, 1],
    ['of the hours beside it', 24 + 9, 0.5],
    ['of the same hour on another day', 3 * 24 + 8, 0.5],
    ['of those beside that', 3 * 24 + 7, 0.25],
    ['of others', 24 + 11, 0],
  ])('%s', (_, weekHour, weight) => expect(spokenFor(own, weekHour)).toBeCloseTo(weight, 3))

  it('is round the clock', () => {
    const late = ownHours(['2026-11-24T23'], 'UTC', nowMs)
    expect(spokenFor(late, 2 * 24)).toBeCloseTo(0.25, 2)
    expect(own).toHaveLength(hoursOfWeek)
  })
})
