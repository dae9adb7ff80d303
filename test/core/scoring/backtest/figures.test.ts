import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auc } from '../../../../core/scoring/backtest/auc.ts'
import { bootstrap, quantile } from '../../../../core/scoring/backtest/bootstrap.ts'
import { brier, chanceOf, fitCurve, reliability } from '../../../../core/scoring/backtest/calibration.ts'
import { deciles } from '../../../../core/scoring/backtest/deciles.ts'
import { countByScore, rankScores, type ScoreCounts, totalsOf } from '../../../../core/scoring/backtest/score-counts.ts'
import { barFor, roundBars, thresholds } from '../../../../core/scoring/backtest/thresholds.ts'
import { seeded } from '../../../../core/seeded.ts'

type Lead = readonly [score: number, won: number]

/** Leads with many ties, at least one of them won and one lost. */
const someLeads = fc
  .array(fc.tuple(fc.integer({ min: -8, max: 12 }), fc.integer({ min: 0, max: 1 })), { minLength: 2, maxLength: 60 })
  .filter((leads) => leads.some(([, won]) => won === 1) && leads.some(([, won]) => won === 0))

function counts(leads: readonly Lead[]): ScoreCounts {
  return countByScore(
    rankScores(leads.map(([score]) => score)),
    leads.map(([, won]) => won),
  )
}

/** Each pair of a won and a lost lead, one by one. */
function aucByPairs(leads: readonly Lead[]): number {
  const [won, lost] = [leads.filter(([, is]) => is === 1), leads.filter(([, is]) => is === 0)]
  const pairs = won.flatMap(([one]) => lost.map(([other]) => (one > other ? 1 : one === other ? 0.5 : 0)))
  return pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length
}

describe('the area under the curve', () => {
  it.each([
    [
      'all wins above all losses',
      [
        [9, 1],
        [8, 1],
        [3, 0],
      ],
      1,
    ],
    [
      'all below',
      [
        [1, 1],
        [8, 0],
      ],
      0,
    ],
    [
      'all with one score',
      [
        [5, 1],
        [5, 0],
        [5, 0],
      ],
      0.5,
    ],
    [
      'a tie counts half',
      [
        [5, 1],
        [5, 0],
        [4, 0],
      ],
      0.75,
    ],
  ] as [string, Lead[], number][])('is, with %s', (_, leads, area) => {
    expect(auc(counts(leads))).toBe(area)
  })

  it('is none where all had one outcome', () => {
    expect(
      auc(
        counts([
          [5, 1],
          [7, 1],
        ]),
      ),
    ).toBeNaN()
    expect(auc(counts([]))).toBeNaN()
  })

  it('is what all pairs give, one by one', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        expect(auc(counts(leads))).toBeCloseTo(aucByPairs(leads), 12)
      }),
    )
  })
})

describe('tenths', () => {
  it('hold all leads and all wins, each a tenth of the leads', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        const tenths = deciles(counts(leads))
        expect(tenths).toHaveLength(10)
        for (const { leads: size } of tenths) expect(size).toBeCloseTo(leads.length / 10, 9)
        const won = leads.filter(([, is]) => is === 1).length
        expect(tenths.reduce((sum, one) => sum + one.won, 0)).toBeCloseTo(won, 9)
        expect(tenths.at(-1)?.found).toBeCloseTo(1, 9)
      }),
    )
  })

  it('share what is tied', () => {
    expect(deciles(counts(Array.from({ length: 20 }, (_, n): Lead => [7, n % 4 === 0 ? 1 : 0])))).toMatchObject(
      Array.from({ length: 10 }, () => ({ won: 0.5, precision: 0.25, lift: 1, from: 7, to: 7 })),
    )
  })
})

describe('a bar', () => {
  it('never lets more through when it is higher', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        const by = counts(leads)
        const bars = thresholds(by, totalsOf(by))
        for (const [index, { leads: over, won, recall }] of bars.entries()) {
          const higher = bars[index + 1]
          expect(over).toBeGreaterThanOrEqual(higher?.leads ?? 0)
          expect(won).toBeGreaterThanOrEqual(higher?.won ?? 0)
          expect(recall).toBeGreaterThanOrEqual(higher?.recall ?? 0)
        }
        expect(bars[0]).toMatchObject({ leads: leads.length, recall: 1, lift: 1 })
      }),
    )
  })

  it('says nothing of whom it does not let through', () => {
    const by = counts([
      [5, 1],
      [4, 0],
    ])
    expect(thresholds(by, totalsOf(by), [6])).toEqual([{ score: 6, leads: 0, won: 0, recall: 0 }])
  })

  it('for a number of leads is the lowest that lets no more through', () => {
    fc.assert(
      fc.property(someLeads, fc.nat(70), (leads, most) => {
        const by = counts(leads)
        const bar = barFor(by, most)
        const over = (from: number) => leads.filter(([score]) => score >= from).length
        const fitting = by.scores.filter((score) => over(score) <= most)
        expect(bar).toBe(fitting[0])
      }),
    )
  })

  it.each([
    [[0, 7, 100], [55], [0, 10, 20, 30, 40, 50, 55, 60, 70, 80, 90, 100]],
    [[3, 4], [], [3, 4]],
    [[-12, 40], [40], [-20, -10, 0, 10, 20, 30, 40]],
    [[], [55], [0, 55]],
  ])('is shown at round scores of %j with %j', (scores, named, bars) => {
    expect(roundBars(scores, named)).toEqual(bars)
  })
})

describe('drawing leads anew', () => {
  const figures = (leads: readonly Lead[], seed: number) => {
    const ranked = rankScores(leads.map(([score]) => score))
    const won = leads.map(([, is]) => is)
    return bootstrap(leads.length, { times: 200, random: seeded(seed) }, (weights) => [
      auc(countByScore(ranked, won, weights)),
    ])
  }
  const leads = Array.from({ length: 120 }, (_, n): Lead => [n % 17, n % 3 === 0 || n % 17 > 13 ? 1 : 0])

  it('gives the same intervals by the same seed, and others by another', () => {
    expect(figures(leads, 7)).toEqual(figures(leads, 7))
    expect(figures(leads, 8)).not.toEqual(figures(leads, 7))
  })

  it('draws as many as there are, each time', () => {
    bootstrap(50, { times: 20, random: seeded(1) }, (weights) => {
      expect(weights.reduce((sum, one) => sum + one, 0)).toBe(50)
      return []
    })
  })

  it('holds what was found', () => {
    const [{ low, high } = { low: 1, high: 0 }] = figures(leads, 1)
    const found = auc(counts(leads))
    expect(low).toBeLessThan(found)
    expect(high).toBeGreaterThan(found)
    // By the formula of Hanley and McNeil (Radiology 143, 1982) it is about 0.2 wide.
    expect(high - low).toBeGreaterThan(0.12)
    expect(high - low).toBeLessThan(0.28)
  })

  it('leaves out draws in which a figure is none', () => {
    const [{ low, high } = { low: 0, high: 0 }] = figures(
      [
        [9, 1],
        [3, 0],
      ],
      1,
    )
    expect({ low, high }).toEqual({ low: 1, high: 1 })
  })

  it.each([
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0.025, 1.075],
    [[5], 0.975, 5],
  ])('takes the quantile of %j at %d between its neighbours', (values, part, value) => {
    expect(quantile(values, part)).toBeCloseTo(value, 12)
  })
})

describe('the chance of a win by score', () => {
  it('rises with the score where high ones are won, and is the same on average as what was', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        const by = counts(leads)
        const curve = fitCurve(by)
        for (const score of by.scores) expect(chanceOf(curve, score)).toBeGreaterThan(0)
        const { won, lost } = totalsOf(by)
        // Platt's targets draw it a little towards the middle.
        const wanted = (won * (won + 1)) / (won + 2) + lost / (lost + 2)
        const mean = by.scores.reduce(
          (sum, score, index) =>
            sum + ((by.won[index] as number) + (by.lost[index] as number)) * chanceOf(curve, score),
          0,
        )
        expect(mean).toBeCloseTo(wanted, 4)
      }),
    )
  })

  it('is no worse than saying the same of everybody', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        const by = counts(leads)
        const curve = fitCurve(by)
        const { won, lost } = totalsOf(by)
        expect(brier(by, (score) => chanceOf(curve, score))).toBeLessThanOrEqual(
          brier(by, () => won / (won + lost)) + 0.05,
        )
      }),
    )
  })

  it('is told by bands that hold all leads and all wins', () => {
    fc.assert(
      fc.property(someLeads, (leads) => {
        const by = counts(leads)
        const bands = reliability(by, fitCurve(by))
        expect(bands.length).toBeLessThanOrEqual(10)
        expect(bands.reduce((sum, one) => sum + one.leads, 0)).toBe(leads.length)
        expect(bands.reduce((sum, one) => sum + one.won, 0)).toBe(totalsOf(by).won)
        for (const { share, interval } of bands) {
          expect(share).toBeGreaterThanOrEqual(interval.low)
          expect(share).toBeLessThanOrEqual(interval.high)
        }
      }),
    )
  })
})
