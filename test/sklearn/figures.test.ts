import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auc } from '../../core/scoring/backtest/auc.ts'
import { brier, chanceOf, fitCurve, reliability } from '../../core/scoring/backtest/calibration.ts'
import { deciles } from '../../core/scoring/backtest/deciles.ts'
import { countByScore, rankScores, totalsOf } from '../../core/scoring/backtest/score-counts.ts'
import { thresholds } from '../../core/scoring/backtest/thresholds.ts'

interface Expected {
  readonly name: string
  readonly scores: number[]
  readonly won: number[]
  readonly auc: number
  readonly bars: { score: number; leads: number; precision: number; recall: number }[]
  readonly wonInTenths: number[]
  readonly curve: { slope: number; start: number }
  readonly brier: number
  readonly brierOfBase: number
  readonly sharesOfBands: number[]
}

const { lists, madeWith } = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8')) as {
  lists: Expected[]
  madeWith: Record<string, string>
}

describe('the figures that scikit-learn makes of the same leads', () => {
  it('are made with the versions that are pinned', () => {
    const pinned = readFileSync(join(import.meta.dirname, 'requirements.txt'), 'utf8')
    for (const name of ['scikit-learn', 'numpy']) expect(pinned).toContain(`${name}==${madeWith[name]}\n`)
  })

  describe.each(lists)('$name', (list) => {
    const counts = countByScore(rankScores(list.scores), list.won)

    it('has the area under the curve of roc_auc_score', () => {
      expect(auc(counts)).toBeCloseTo(list.auc, 12)
    })

    it('has the precision and recall of precision_score and recall_score at each bar', () => {
      const bars = list.bars.map(({ score }) => score)
      const found = thresholds(counts, totalsOf(counts), bars)
      for (const [index, bar] of list.bars.entries()) {
        expect(found[index]).toMatchObject({ score: bar.score, leads: bar.leads })
        expect(found[index]?.precision).toBeCloseTo(bar.precision, 12)
        expect(found[index]?.recall).toBeCloseTo(bar.recall, 12)
      }
    })

    it('has as many wins in each tenth', () => {
      for (const [index, { won }] of deciles(counts).entries())
        expect(won).toBeCloseTo(list.wonInTenths[index] ?? -1, 9)
    })

    it('has the Brier score of brier_score_loss', () => {
      expect(brier(counts, (score) => chanceOf(list.curve, score))).toBeCloseTo(list.brier, 12)
      const { won, lost } = totalsOf(counts)
      expect(brier(counts, () => won / (won + lost))).toBeCloseTo(list.brierOfBase, 12)
    })

    it('has the curve of its calibration by a sigmoid, which stops a little earlier', () => {
      const curve = fitCurve(counts)
      for (const score of counts.scores) expect(chanceOf(curve, score)).toBeCloseTo(chanceOf(list.curve, score), 3)
    })

    it('has the parts of calibration_curve in each band', () => {
      const found = reliability(counts, fitCurve(counts)).map(({ share }) => share)
      expect(found).toHaveLength(list.sharesOfBands.length)
      for (const [index, share] of found.entries()) expect(share).toBeCloseTo(list.sharesOfBands[index] ?? -1, 12)
    })
  })
})
