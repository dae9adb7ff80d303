import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { audience, entersAt } from '../../../core/nurture/broadcast.ts'

const startedMs = Date.parse('2026-11-25T09:00:00.000Z')

describe('a list', () => {
  it('takes half of the sending rate', () => {
    const enters = Array.from({ length: 1_000 }, (_, position) => entersAt(startedMs, position, 10, startedMs))
    expect(enters[0]).toBe(startedMs)
    for (let second = 0; second < 200; second += 1) {
      const within = enters.filter((ms) => ms >= startedMs + second * 1_000 && ms < startedMs + (second + 1) * 1_000)
      expect(within).toHaveLength(5)
    }
  })

  it('never enters before now, and in its order', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(1_000),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(1_000_000),
        (position, more, rate, lateMs) => {
          const enters = entersAt(startedMs, position, rate, startedMs + lateMs)
          expect(enters).toBeGreaterThanOrEqual(startedMs + lateMs)
          expect(entersAt(startedMs, position + more, rate, startedMs + lateMs)).toBeGreaterThanOrEqual(enters)
        },
      ),
    )
  })

  it('is for no erased person', () => {
    expect(audience.safeParse({ status: 'erased' }).success).toBe(false)
    expect(audience.safeParse({ stage: 'mql', status: 'parked' }).success).toBe(true)
    expect(audience.safeParse({}).success).toBe(true)
  })
})
