import Fraction from 'fraction.js'
import { describe, expect, it } from 'vitest'
import { expectedIn, type Pace } from '../../../../core/insight/planner/pace.ts'
import { product } from '../../../../core/insight/planner/rate.ts'
import { wilson } from '../../../../core/insight/two-proportions.ts'
import { seeded } from '../../../../core/seeded.ts'

const always = { first: Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY }
const pace = (leads: number, days: number): Pace => ({
  perDay: new Fraction(leads, days),
  counted: { leads, days },
  active: always,
})

/** D. Knuth, The Art of Computer Programming, vol. 2, 3.4.1. */
function poisson(mean: number, random: () => number): number {
  let count = 0
  for (let left = Math.exp(-mean), at = random(); at > left; at *= random()) count += 1
  return count
}

function binomial(of: number, part: number, random: () => number): number {
  return Array.from({ length: of }, random).filter((one) => one < part).length
}

describe('what will come', () => {
  it.each([
    [20, 56, 91],
    [60, 90, 30],
    [4, 28, 180],
  ])('lies in its interval 95 times of 100: %d in %d days, then %d days', (mean, days, ahead) => {
    const random = seeded(mean * 1_000 + ahead)
    const rounds = 4_000
    let inside = 0
    for (let round = 0; round < rounds; round += 1) {
      const { low, high } = expectedIn([pace(poisson(mean, random), days)], { first: 0, last: ahead - 1 })
      const came = poisson((mean / days) * ahead, random)
      if (came >= Math.floor(low) && came <= Math.ceil(high)) inside += 1
    }
    expect(inside / rounds).toBeGreaterThan(0.93)
    expect(inside / rounds).toBeLessThan(0.985)
  })

  it('is nothing outside of its days, and known where it was typed in', () => {
    const typed: Pace = { perDay: new Fraction(2), active: { first: 10, last: 19 } }
    expect(expectedIn([typed], { first: 0, last: 9 })).toMatchObject({ low: 0, high: 0 })
    expect(expectedIn([typed], { first: 15, last: 99 })).toMatchObject({ low: 10, high: 10 })
  })

  it('is less certain than nothing where none came: it may be some', () => {
    const { value, low, high } = expectedIn([pace(0, 30)], { first: 0, last: 29 })
    expect([value.valueOf(), low]).toEqual([0, 0])
    expect(high).toBeGreaterThan(3)
  })
})

describe('the rate over several steps', () => {
  it('lies in its interval 95 times of 100', () => {
    const random = seeded(5)
    const rounds = 3_000
    let inside = 0
    for (let round = 0; round < rounds; round += 1) {
      const first = binomial(200, 0.3, random)
      const second = binomial(first, 0.4, random)
      if (second === 0) continue
      const { interval } = product(
        [[first, 200] as const, [second, first] as const].map(([reached, leads]) => ({
          value: new Fraction(reached, leads),
          interval: wilson({ reached, leads }),
        })),
      )
      if (interval && interval.low <= 0.12 && 0.12 <= interval.high) inside += 1
    }
    expect(inside / rounds).toBeGreaterThan(0.935)
    expect(inside / rounds).toBeLessThan(0.97)
  })

  it('is the step’s own for one step, and has none where all were typed in', () => {
    const value = new Fraction(25, 100)
    const interval = wilson({ reached: 25, leads: 100 })
    const one = product([{ value, interval }, { value: new Fraction(1) }])
    expect(one.interval?.low).toBeCloseTo(interval.low, 12)
    expect(one.interval?.high).toBeCloseTo(interval.high, 12)
    expect(product([{ value }])).not.toHaveProperty('interval')
  })
})
