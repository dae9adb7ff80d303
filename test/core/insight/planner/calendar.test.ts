import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOf, dayIn, dayOf, daysOfMonth, mondayOf, mondayOfWeek, weekOf } from '../../../../core/insight/iso-week.ts'
import { periodOf } from '../../../../core/insight/planner/fiscal-period.ts'
import { lengthOf, spread, weeksOf } from '../../../../core/insight/planner/spread.ts'

describe('ISO weeks', () => {
  it.each([
    ['2026-11-23', '2026-W48'],
    ['2026-12-28', '2026-W53'],
    ['2027-01-01', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2023-01-01', '2022-W52'],
    ['1969-12-31', '1970-W01'],
  ])('%s lies in %s', (date, week) => {
    expect(weekOf(dayOf(date))).toBe(week)
    expect(mondayOfWeek(week)).toBe(mondayOf(dayOf(date)))
  })

  it('knows which years have a week 53', () => {
    expect(mondayOfWeek('2026-W53')).toBe(dayOf('2026-12-28'))
    expect(mondayOfWeek('2027-W53')).toBeUndefined()
  })

  it('is the day of the company, not of UTC', () => {
    const ms = Date.parse('2027-03-28T22:30:00Z')
    expect(dateOf(dayIn('UTC', ms))).toBe('2027-03-28')
    expect(dateOf(dayIn('Europe/Berlin', ms))).toBe('2027-03-29')
    expect(dateOf(dayIn('America/Los_Angeles', ms))).toBe('2027-03-28')
  })

  it('knows the days of a month', () => {
    const { first, last } = daysOfMonth('2028-02')
    expect([dateOf(first), dateOf(last)]).toEqual(['2028-02-01', '2028-02-29'])
  })
})

describe('fiscal periods', () => {
  it.each([
    ['FY2027', {}, '2027-01-01', '2027-12-31'],
    ['FY2027-Q3', {}, '2027-07-01', '2027-09-30'],
    ['FY2027-H2', {}, '2027-07-01', '2027-12-31'],
    ['FY2027', { starts: '04-01' }, '2026-04-01', '2027-03-31'],
    ['FY2027-Q4', { starts: '04-01' }, '2027-01-01', '2027-03-31'],
    ['FY2027', { starts: '04-01', 'named-by': 'start' as const }, '2027-04-01', '2028-03-31'],
    ['FY2027-Q1', { starts: '10-01' }, '2026-10-01', '2026-12-31'],
    ['FY2028-Q2', { starts: '11-15' }, '2028-02-15', '2028-05-14'],
    ['FY2028-Q1', { starts: '12-01' }, '2027-12-01', '2028-02-29'],
  ])('%s with %j: %s to %s', (name, given, from, to) => {
    const { first, last } = periodOf(name, { starts: '01-01', 'named-by': 'end', ...given })
    expect([dateOf(first), dateOf(last)]).toEqual([from, to])
  })

  it('quarters follow each other without a gap', () => {
    const starts = fc.constantFrom('01-01', '02-28', '04-06', '07-01', '10-01', '12-15')
    fc.assert(
      fc.property(starts, fc.integer({ min: 1990, max: 2090 }), (from, year) => {
        const fiscalYear = { starts: from, 'named-by': 'end' as const }
        const [whole, ...quarters] = ['', '-Q1', '-Q2', '-Q3', '-Q4'].map((part) =>
          periodOf(`FY${year}${part}`, fiscalYear),
        )
        expect(quarters[0]?.first).toBe(whole?.first)
        expect(quarters[3]?.last).toBe(whole?.last)
        for (const n of [1, 2, 3]) expect(quarters[n]?.first).toBe((quarters[n - 1]?.last ?? 0) + 1)
      }),
    )
  })
})

describe('spread over weeks', () => {
  const anyDays = fc
    .tuple(fc.integer({ min: 10_000, max: 40_000 }), fc.integer({ min: 0, max: 800 }))
    .map(([first, more]) => ({ first, last: first + more }))

  it('adds up to the total exactly, and no week is further than one from its part', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), anyDays, (total, days) => {
        const parts = spread(total, days)
        expect([...parts.values()].reduce((sum, part) => sum + part, 0n)).toBe(total)
        for (const { week, days: here } of weeksOf(days)) {
          const part = parts.get(week) ?? -1n
          expect(part).toBeGreaterThanOrEqual(0n)
          // |part − total × days / all| ≤ 1, in whole numbers.
          const off = part * BigInt(lengthOf(days)) - total * BigInt(lengthOf(here))
          expect((off < 0n ? -off : off) <= BigInt(lengthOf(days))).toBe(true)
        }
      }),
    )
  })

  it('has each day in one week', () => {
    fc.assert(
      fc.property(anyDays, (days) => {
        const weeks = weeksOf(days)
        expect(weeks.reduce((sum, { days: here }) => sum + lengthOf(here), 0)).toBe(lengthOf(days))
        expect(new Set(weeks.map(({ week }) => week)).size).toBe(weeks.length)
        for (const { week, days: here } of weeks) expect(mondayOfWeek(week)).toBe(mondayOf(here.first))
      }),
    )
  })

  it('is none over no days', () => {
    expect(weeksOf({ first: 5, last: 4 })).toEqual([])
  })
})
