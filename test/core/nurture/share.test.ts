import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOf, variantOf } from '../../../core/nurture/share.ts'

describe('a share', () => {
  it('lies from 0 to 1, and is the same for the same texts', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
        const share = shareOf(...texts)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThan(1)
        expect(shareOf(...texts)).toBe(share)
      }),
    )
  })

  it('differs where the texts are cut elsewhere', () => {
    expect(shareOf('ab', 'c')).not.toBe(shareOf('a', 'bc'))
  })
})

describe('the variant of a split', () => {
  const draw = (shares: Record<string, number>, lead: string, step = 'subject-test') =>
    variantOf(shares, lead, 'white-paper', step)

  it('comes in the given shares over many leads', () => {
    const shares = { a: 50, b: 30, c: 15, d: 5 }
    const leads = 20_000
    const drawn = Array.from({ length: leads }, (_, index) => draw(shares, `lead-${index}`))
    // Chi-squared with three degrees of freedom; 16.27 is passed by one honest split in a thousand.
    const chi = Object.entries(shares).reduce((sum, [variant, share]) => {
      const expected = (leads * share) / 100
      return sum + (drawn.filter((one) => one === variant).length - expected) ** 2 / expected
    }, 0)
    expect(chi).toBeLessThan(16.27)
  })

  it('sticks to its lead', () => {
    fc.assert(
      fc.property(fc.string(), (lead) => {
        expect(draw({ a: 50, b: 50 }, lead)).toBe(draw({ a: 50, b: 50 }, lead))
      }),
    )
  })

  it('is drawn anew at another step: no lead gets "a" everywhere', () => {
    const agree = Array.from({ length: 2_000 }, (_, index) => `lead-${index}`).filter(
      (lead) => draw({ a: 50, b: 50 }, lead, 'first') === draw({ a: 50, b: 50 }, lead, 'second'),
    ).length
    expect(Math.abs(agree - 1_000)).toBeLessThan(150)
  })

  it('keeps its leads when a share grows', () => {
    for (let index = 0; index < 500; index += 1) {
      const lead = `lead-${index}`
      if (draw({ a: 50, b: 50 }, lead) === 'a') expect(draw({ a: 70, b: 30 }, lead)).toBe('a')
    }
  })
})
