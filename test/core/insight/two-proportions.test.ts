import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Counted, leadsNeeded, newcombe, wilson } from '../../../core/insight/two-proportions.ts'

const of = (text: string): Counted => {
  const [reached = 0, leads = 0] = text.split('/').map(Number)
  return { reached, leads }
}

describe('leads needed for each variant', () => {
  // The first is the example of R’s power.prop.test (n = 76.7); the others were reckoned apart, by the quantiles of Python’s NormalDist, and rounded up.
  it.each([
    [0.5, 0.75, 0.9, 77],
    [0.5, 0.75, 0.8, 58],
    [0.1, 0.2, 0.8, 199],
    [0.1, 0.15, 0.8, 686],
    [0.5, 0.6, 0.8, 388],
    [0.05, 0.07, 0.8, 2213],
    [0.05, 0.07, 0.9, 2962],
  ])('from %d to %d with power %d: %d', (one, other, power, expected) => {
    expect(leadsNeeded(one, other, power)).toBe(expected)
  })

  // By the quantiles of Python’s NormalDist: 1 − 0.05 / (k (k − 1)) for all pairs, 1 − (1 − power) / (k − 1) for the power.
  it.each([
    [3, 0.05, 0.07, 0.8, 3808],
    [3, 0.1, 0.15, 0.8, 1180],
    [4, 0.1, 0.15, 0.8, 1497],
    [5, 0.1, 0.15, 0.8, 1731],
    [5, 0.05, 0.07, 0.9, 6404],
  ])('of %i variants from %d to %d with power %d: %d', (variants, one, other, power, expected) => {
    expect(leadsNeeded(one, other, power, variants)).toBe(expected)
  })

  it('are not known for one variant, or for six', () => {
    expect(() => leadsNeeded(0.05, 0.07, 0.8, 1)).toThrow(RangeError)
    expect(() => leadsNeeded(0.05, 0.07, 0.8, 6)).toThrow(RangeError)
  })

  it('are more for a smaller difference and for more power, and know no other power', () => {
    expect(leadsNeeded(0.05, 0.06, 0.8)).toBeGreaterThan(leadsNeeded(0.05, 0.07, 0.8))
    expect(leadsNeeded(0.05, 0.07, 0.95)).toBeGreaterThan(leadsNeeded(0.05, 0.07, 0.9))
    expect(() => leadsNeeded(0.05, 0.07, 0.5)).toThrow(RangeError)
  })
})

/** Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3. */
it.each([
  ['81/263', 0.2553, 0.3662],
  ['15/148', 0.0624, 0.1605],
  ['0/20', 0, 0.1611],
  ['1/29', 0.0061, 0.1718],
])('the interval of %s', (counted, low, high) => {
  const found = wilson(of(counted))
  expect(found.low).toBeCloseTo(low, 4)
  expect(found.high).toBeCloseTo(high, 4)
})

/** Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10: the first less the second. */
it.each([
  ['56/70', '48/80', 0.0524, 0.3339],
  ['9/10', '3/10', 0.1705, 0.809],
  ['6/7', '2/7', 0.0582, 0.8062],
  ['5/56', '0/29', -0.0381, 0.1926],
  ['0/10', '0/20', -0.1611, 0.2775],
  ['0/10', '0/10', -0.2775, 0.2775],
  ['10/10', '0/20', 0.6791, 1],
  ['10/10', '0/10', 0.6075, 1],
])('the interval of the difference of %s and %s', (first, second, low, high) => {
  const found = newcombe(of(second), of(first))
  expect(found.low).toBeCloseTo(low, 4)
  expect(found.high).toBeCloseTo(high, 4)
})

it('says nothing where nobody was counted', () => {
  expect(wilson(of('0/0'))).toEqual({ low: 0, high: 1 })
  expect(newcombe(of('0/0'), of('3/10'))).toEqual({ low: -1, high: 1 })
})

it('holds the share, stays within bounds, and turns around with its sides', () => {
  const counted = fc
    .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([leads, share]): Counted => ({ leads, reached: Math.round(leads * share) }))
  fc.assert(
    fc.property(counted, counted, (one, other) => {
      const { low, high } = wilson(one)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low).toBeLessThanOrEqual(one.reached / one.leads + 1e-12)
      expect(high).toBeGreaterThanOrEqual(one.reached / one.leads - 1e-12)
      const [there, back] = [newcombe(one, other), newcombe(other, one)]
      expect(there.low).toBeCloseTo(-back.high, 9)
      expect(there.low).toBeLessThanOrEqual(there.high)
      expect(there.low).toBeGreaterThanOrEqual(-1 - 1e-9)
    }),
  )
})
