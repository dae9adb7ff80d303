import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldJourney, nothingYet } from '../../../../core/insight/funnel/journey.ts'
import { type Arm, armsOf, type Trial } from '../../../../core/insight/holdout/hold-out-arms.ts'
import { holdOutResult } from '../../../../core/insight/holdout/hold-out-result.ts'
import { welch } from '../../../../core/insight/holdout/welch.ts'
import { aFact } from '../../../fixtures/a-fact.ts'

const day = 86_400_000
const startMs = Date.parse('2026-06-01T00:00:00.000Z')
const at = (days: number) => new Date(startMs + days * day).toISOString()
const within = { ms: 90 * day, coins: (revenue: number) => Math.round(revenue * 100) }
const arm = (given: Partial<Arm>): Arm => ({ leads: 0, mql: 0, sql: 0, customer: 0, revenue: [], ...given })

const trial = (name: Trial['arm'], from: number, facts: [string, number, number?][] = []): Trial => ({
  arm: name,
  at: at(from),
  journey: foldJourney(
    nothingYet,
    facts.map(([type, days, revenue]) => aFact({ type, at: at(days), data: { ...(revenue && { revenue }) } })),
  ),
})

describe('the arms of a hold-out', () => {
  it('count what happened within the time, of those who had it', () => {
    const arms = armsOf(
      [
        trial('nurtured', 0, [
          ['handoff-accepted', 10],
          ['deal-won', 60, 240.5],
        ]),
        trial('nurtured', 0, [['handoff-accepted', 91]]),
        trial('nurtured', 5, [
          ['handoff-accepted', 2],
          ['deal-won', 20, 99],
        ]),
        trial('nurtured', 50, [['handoff-accepted', 51]]),
        trial('held-out', 0, [['qualified', 90]]),
      ],
      within,
      startMs + 100 * day,
    )
    expect(arms.nurtured).toEqual({ leads: 3, mql: 1, sql: 1, customer: 2, revenue: [9_900, 24_050] })
    expect(arms['held-out']).toEqual({ leads: 1, mql: 1, sql: 0, customer: 0, revenue: [] })
  })

  it('are the same in any order', () => {
    const anyTrial = fc
      .tuple(
        fc.constantFrom('nurtured' as const, 'held-out' as const),
        fc.nat(30),
        fc.nat(150),
        fc.integer({ min: 1, max: 9_999 }),
      )
      .map(([name, from, to, revenue]) =>
        trial(name, from, [
          ['handoff-accepted', to],
          ['deal-won', to, revenue],
        ]),
      )
    fc.assert(
      fc.property(fc.array(anyTrial, { maxLength: 20 }), (trials) => {
        const nowMs = startMs + 110 * day
        expect(armsOf([...trials].reverse(), within, nowMs)).toEqual(armsOf(trials, within, nowMs))
      }),
    )
  })
})

describe('what nurturing brought', () => {
  it('is said with intervals: SQLs, and what one more cost', () => {
    const found = holdOutResult(
      {
        nurtured: arm({ leads: 1_900, mql: 520, sql: 240, customer: 30 }),
        'held-out': arm({ leads: 210, mql: 38, sql: 14, customer: 2 }),
      },
      380_000,
    )
    const sql = found?.stages[1]
    // statsmodels 0.15.0: confint_proportions_2indep(240, 1900, 14, 210, method="newcomb") = 0.01521, 0.09049.
    expect(sql?.difference).toBeCloseTo(240 / 1_900 - 14 / 210, 12)
    expect(sql?.interval.low).toBeCloseTo(0.015211787, 8)
    expect(sql?.more.high).toBeCloseTo(0.090485281 * 1_900, 4)
    expect(found?.costPerSql?.coins).toBeCloseTo(380_000 / (1_900 * (240 / 1_900 - 14 / 210)), 6)
    expect(found?.costPerSql?.low).toBeCloseTo(380_000 / (0.090485281 * 1_900), 3)
    expect(found?.costPerSql?.high).toBeCloseTo(380_000 / (0.015211787 * 1_900), 2)
    expect(found?.says).toEqual([
      '27.4 % of those nurtured became MQLs, 18.1 % of those held out: that is 176 MQLs more (between 61 and 272, at 95 %).',
      '12.6 % of those nurtured became SQLs, 6.7 % of those held out: that is 113 SQLs more (between 29 and 172, at 95 %).',
      '1.6 % of those nurtured became customers, 1 % of those held out: the difference lies between -1.9 points and +1.6 points, at 95 %, so it may be none.',
      'Of revenue nothing is said before 10 leads bought in each arm.',
    ])
  })

  it('has no upper end of cost where it may have brought none, and none at all where it brought fewer', () => {
    const few = holdOutResult({ nurtured: arm({ leads: 100, sql: 6 }), 'held-out': arm({ leads: 100, sql: 5 }) }, 1_000)
    expect(few?.costPerSql).not.toHaveProperty('high')
    const fewer = holdOutResult(
      { nurtured: arm({ leads: 1_000, sql: 20 }), 'held-out': arm({ leads: 1_000, sql: 90 }) },
      1_000,
    )
    expect(fewer).not.toHaveProperty('costPerSql')
    expect(fewer?.says[1]).toContain('that is 70 SQLs fewer (between')
  })

  it('is nothing while an arm has nobody', () => {
    expect(holdOutResult({ nurtured: arm({ leads: 9 }), 'held-out': arm({}) }, 0)).toBeUndefined()
  })

  it('tells of revenue once enough bought, for each nurtured lead', () => {
    const revenue = Array.from({ length: 40 }, (_, n) => 100_000 + n * 1_000)
    const found = holdOutResult(
      {
        nurtured: arm({ leads: 400, customer: 40, revenue }),
        'held-out': arm({ leads: 400, customer: 10, revenue: revenue.slice(0, 10) }),
      },
      0,
    )
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
    expect(found?.revenue?.perLead).toBeCloseTo((sum(revenue) - sum(revenue.slice(0, 10))) / 400, 6)
    expect(found?.revenue?.low).toBeGreaterThan(0)
  })

  it('turns around with its arms, whatever they are', () => {
    const anyArm = fc
      .record({
        leads: fc.integer({ min: 30, max: 5_000 }),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
        revenue: fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 10, maxLength: 30 }),
      })
      .map(({ leads, part, revenue }) => arm({ leads, sql: Math.round(leads * part), revenue }))
    fc.assert(
      fc.property(anyArm, anyArm, (one, other) => {
        const there = welch({ count: one.leads, others: one.revenue }, { count: other.leads, others: other.revenue })
        const back = welch({ count: other.leads, others: other.revenue }, { count: one.leads, others: one.revenue })
        expect(there.low).toBeCloseTo(-back.high, 6)
        expect(there.low).toBeLessThanOrEqual(there.difference)
        const turned = welch(
          { count: one.leads, others: [...one.revenue].reverse() },
          { count: other.leads, others: [...other.revenue].reverse() },
        )
        expect(turned).toEqual(there)
      }),
    )
  })
})
