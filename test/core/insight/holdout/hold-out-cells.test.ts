import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Counts } from '../../../../core/insight/funnel/counts.ts'
import type { Journey } from '../../../../core/insight/funnel/journey.ts'
import { armsOf } from '../../../../core/insight/holdout/hold-out-arms.ts'
import { armsIn, coinsOf, holdOutsCounted } from '../../../../core/insight/holdout/hold-out-cells.ts'
import { dayIn } from '../../../../core/insight/iso-week.ts'
import { fromInstant, toInstant } from '../../../../core/names.ts'
import { armOf } from '../../../../core/nurture/hold-out.ts'

const day = 86_400_000
const zone = 'Europe/Berlin'
const begin = Date.parse('2026-03-01T12:00:00.000Z')
const at = (days: number) => toInstant(begin + days * day)

const aTrial = fc.record({
  came: fc.nat(60),
  arm: fc.constantFrom('nurtured' as const, 'held-out' as const),
  mql: fc.option(fc.integer({ min: -5, max: 60 })),
  won: fc.option(
    fc.record({ after: fc.integer({ min: -5, max: 60 }), revenue: fc.constantFrom(0, 12.34, 900, 24_000) }),
  ),
})

describe('what is counted of a hold-out', () => {
  it('is what both arms are when all leads are looked at, of those who had their time', () => {
    fc.assert(
      fc.property(fc.array(aTrial, { maxLength: 30 }), fc.nat(120), (given, asked) => {
        const journeys = given.map(
          ({ came, arm, mql, won }): Journey => ({
            reached: {
              lead: at(came - 6),
              ...(mql !== null && { mql: at(came + mql) }),
              ...(won && { customer: at(came + won.after) }),
            },
            sequences: [],
            trials: { paper: { at: at(came), arm, within: '30d' } },
            won: won ? { deal: { at: at(came + won.after), revenue: won.revenue } } : {},
          }),
        )
        const cells: Counts[] = journeys.flatMap((one) => holdOutsCounted(one, zone).map(([, counts]) => counts))
        const nowMs = begin + asked * day
        const { arms, waiting, otherTime } = armsIn(cells, '30d', dayIn(zone, nowMs))
        const trials = given.map(({ came, arm }, index) => ({ arm, at: at(came), journey: journeys[index] as Journey }))
        const over = trials.filter((one) => dayIn(zone, fromInstant(one.at)) <= dayIn(zone, nowMs) - 31)
        expect(arms).toEqual(armsOf(over, { ms: 30 * day, coins: coinsOf }, nowMs))
        expect(waiting).toBe(given.length - over.length)
        expect(otherTime).toBe(0)
      }),
    )
  })

  it('does not mix times: who was counted over another is told apart', () => {
    const one: Journey = {
      reached: { lead: at(0) },
      sequences: [],
      won: {},
      trials: { paper: { at: at(0), arm: 'nurtured', within: '10d' } },
    }
    const cells = holdOutsCounted(one, zone).map(([, counts]) => counts)
    expect(armsIn(cells, '30d', dayIn(zone, begin) + 99)).toMatchObject({
      otherTime: 1,
      arms: { nurtured: { leads: 0 } },
    })
  })
})

it('a lead falls into the same arm always, and the share of many is held out', () => {
  const holds = { id: 'paper', 'hold-out': { share: '20 %', within: '30d' } }
  const arms = Array.from({ length: 5_000 }, (_, n) => armOf(holds, `lead-${n}`))
  expect(arms).toEqual(Array.from({ length: 5_000 }, (_, n) => armOf(holds, `lead-${n}`)))
  const share = arms.filter((arm) => arm === 'held-out').length / arms.length
  expect(share).toBeGreaterThan(0.18)
  expect(share).toBeLessThan(0.22)
  expect(armOf({ id: 'paper' }, 'lead-1')).toBeUndefined()
})
