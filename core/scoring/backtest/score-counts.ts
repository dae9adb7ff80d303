/** How many leads with each score were won and lost: scores rise, and every figure of a backtest that hangs on scores alone is made from this. */
export interface ScoreCounts {
  readonly scores: readonly number[]
  readonly won: ArrayLike<number>
  readonly lost: ArrayLike<number>
}

/** Scores with the place of each lead's among the distinct ones, so that a resampled list is counted without sorting anew. */
export interface RankedScores {
  readonly scores: readonly number[]
  readonly rankOf: Uint32Array
}

/** Finds the distinct scores of leads, whatever the order of leads. */
export function rankScores(totals: ArrayLike<number>): RankedScores {
  const scores = [...new Set(Array.from(totals))].sort((a, b) => a - b)
  const rank = new Map(scores.map((score, index) => [score, index]))
  return { scores, rankOf: Uint32Array.from(totals, (total) => rank.get(total) ?? 0) }
}

/** Counts leads by score, each as often as its weight says; without weights each once. */
export function countByScore(
  { scores, rankOf }: RankedScores,
  isWon: ArrayLike<number>,
  weights?: ArrayLike<number>,
): ScoreCounts {
  const won = new Float64Array(scores.length)
  const lost = new Float64Array(scores.length)
  for (let lead = 0; lead < rankOf.length; lead += 1) {
    const rank = rankOf[lead] as number
    const weight = weights ? (weights[lead] as number) : 1
    if (isWon[lead]) won[rank] = (won[rank] as number) + weight
    else lost[rank] = (lost[rank] as number) + weight
  }
  return { scores, won, lost }
}

/** How many were won and lost in all. */
export function totalsOf({ scores, won, lost }: ScoreCounts): { won: number; lost: number } {
  let [allWon, allLost] = [0, 0]
  for (let index = 0; index < scores.length; index += 1) {
    allWon += won[index] as number
    allLost += lost[index] as number
  }
  return { won: allWon, lost: allLost }
}
