import { type ScoreCounts, totalsOf } from './score-counts.ts'

/**
 * Of a lead that was won and one that was lost, each drawn by chance: how often the won one has the higher score; a tie counts half. This is the area under the ROC
 * curve, as the statistic of H. B. Mann and D. R. Whitney (Annals of Mathematical Statistics 18, 1947, 50–60) divided by the number of pairs. NaN where
 * nobody was won or nobody lost.
 */
export function auc(counts: ScoreCounts): number {
  const { scores, won, lost } = counts
  const all = totalsOf(counts)
  let [pairs, lostBelow] = [0, 0]
  for (let index = 0; index < scores.length; index += 1) {
    const lostHere = lost[index] as number
    pairs += (won[index] as number) * (lostBelow + lostHere / 2)
    lostBelow += lostHere
  }
  return pairs / (all.won * all.lost)
}
