import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growthOf } from '../../../../core/insight/funnel/conversion.ts'
import { kaplanMeier, quantile } from '../../../../core/insight/funnel/kaplan-meier.ts'
import { studentT95, welch } from '../../../../core/insight/holdout/welch.ts'
import { newcombe, wilson } from '../../../../core/insight/two-proportions.ts'

interface Values {
  readonly count: number
  readonly others: number[]
}
interface Reference {
  readonly kaplanMeier: {
    readonly name: string
    readonly stays: [days: number, left: 0 | 1][]
    readonly rows: { days: number; part: number; low: number; high: number; atRisk: number }[]
    readonly quantiles: Record<string, number | null>
    readonly median: { low: number | null; high: number | null }
  }[]
  readonly wilson: { reached: number; leads: number; interval: [number, number] }[]
  readonly newcombe: { one: [number, number]; other: [number, number]; interval: [number, number] }[]
  readonly growth: { before: number; after: number; share: [number, number] }[]
  readonly studentT: Record<string, number>
  readonly welch: { one: Values; other: Values; low: number; high: number }[]
}

/** Made by reference.py beside it, with the versions that it names. */
const reference: Reference = JSON.parse(readFileSync(join(import.meta.dirname, 'reference.json'), 'utf8'))
const staysOf = (stays: [number, 0 | 1][]) => stays.map(([days, left]) => ({ days, left, open: 1 - left }))

describe('the same figures as lifelines', () => {
  it.each(reference.kaplanMeier)('$name', ({ stays, rows, quantiles, median }) => {
    const found = kaplanMeier(staysOf(stays))
    expect(found.map(({ days, atRisk }) => ({ days, atRisk }))).toEqual(
      rows.map(({ days, atRisk }) => ({ days, atRisk })),
    )
    for (const [index, row] of rows.entries()) {
      for (const name of ['part', 'low', 'high'] as const) expect(found[index]?.[name]).toBeCloseTo(row[name], 9)
    }
    for (const [gone, days] of Object.entries(quantiles)) {
      expect(quantile(found, Number(gone))?.days ?? null).toBe(days)
    }
    const middle = quantile(found, 0.5)
    if (middle) expect([middle.low ?? null, middle.high ?? null]).toEqual([median.low, median.high])
  })

  it('as in the book: remission with 6-MP has a median of 23 weeks', () => {
    // The Statistical Analysis of Failure Time Data, 1980, section 1.4, with the data of Freireich 1963.
    const freireich = reference.kaplanMeier[0]
    const found = kaplanMeier(staysOf(freireich?.stays ?? []))
    expect(found.map(({ days, part }) => [days, Number(part.toFixed(3))])).toEqual([
      [6, 0.857],
      [7, 0.807],
      [10, 0.753],
      [13, 0.69],
      [16, 0.627],
      [22, 0.538],
      [23, 0.448],
    ])
  })
})

describe('the same figures as statsmodels and SciPy', () => {
  it.each(reference.wilson)('Wilson of $reached of $leads', ({ interval, ...counted }) => {
    const { low, high } = wilson(counted)
    expect(low).toBeCloseTo(interval[0], 12)
    expect(high).toBeCloseTo(interval[1], 12)
  })

  it.each(reference.newcombe)('Newcombe of $one and $other', ({ one, other, interval }) => {
    const { low, high } = newcombe({ reached: one[0], leads: one[1] }, { reached: other[0], leads: other[1] })
    expect(low).toBeCloseTo(interval[0], 12)
    expect(high).toBeCloseTo(interval[1], 12)
  })

  it.each(reference.growth)('growth from $before to $after', ({ before, after, share }) => {
    const found = growthOf(before, after)
    expect(found?.growth).toBeCloseTo(after / before - 1, 12)
    expect(found?.low).toBeCloseTo(share[0] / (1 - share[0]) - 1, 9)
    expect(found?.high).toBeCloseTo(share[1] / (1 - share[1]) - 1, 9)
  })

  it('Student’s t', () => {
    for (const [freedom, t] of Object.entries(reference.studentT)) {
      expect(Math.abs(studentT95(Number(freedom)) - t)).toBeLessThan(Number(freedom) < 20 ? 0.002 : 0.00001)
    }
  })

  it.each(reference.welch)('Welch of $one.count and $other.count', ({ one, other, low, high }) => {
    const found = welch(one, other)
    expect(found.low / low).toBeCloseTo(1, 3)
    expect(found.high / high).toBeCloseTo(1, 3)
  })
})

describe('how long they stay', () => {
  const stay = fc.record({ days: fc.integer({ min: 0, max: 60 }), left: fc.nat(3), open: fc.nat(3) })

  it('only falls, lies in its interval, and is the part of all where nobody is open', () => {
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 40 }), (stays) => {
        const rows = kaplanMeier(stays)
        for (const [index, { part, low, high }] of rows.entries()) {
          expect(part).toBeLessThanOrEqual((rows[index - 1]?.part ?? 1) + 1e-12)
          expect(low).toBeLessThanOrEqual(part + 1e-12)
          expect(high).toBeGreaterThanOrEqual(part - 1e-12)
        }
        const closed = stays.map((one) => ({ ...one, open: 0 }))
        const all = closed.reduce((sum, { left }) => sum + left, 0)
        for (const { days, part } of kaplanMeier(closed)) {
          const gone = closed.filter((one) => one.days <= days).reduce((sum, { left }) => sum + left, 0)
          expect(part).toBeCloseTo(1 - gone / all, 9)
        }
      }),
    )
  })

  it('does not depend on order, nor on how those of one day are told', () => {
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 20 }), (stays) => {
        const one = kaplanMeier(stays)
        expect(kaplanMeier([...stays].reverse())).toEqual(one)
        const apart = stays.flatMap(({ days, left, open }) => [
          ...Array.from({ length: left }, () => ({ days, left: 1, open: 0 })),
          ...Array.from({ length: open }, () => ({ days, left: 0, open: 1 })),
        ])
        expect(kaplanMeier(apart)).toEqual(one)
      }),
    )
  })

  it('says nothing of those of whom nobody went on', () => {
    expect(kaplanMeier([])).toEqual([])
    expect(kaplanMeier([{ days: 3, left: 0, open: 9 }])).toEqual([])
    expect(quantile([], 0.5)).toBeUndefined()
  })
})

it('nothing grows from nothing', () => {
  expect(growthOf(0, 12)).toBeUndefined()
  expect(growthOf(12, 0)).toMatchObject({ growth: -1, low: -1 })
})
