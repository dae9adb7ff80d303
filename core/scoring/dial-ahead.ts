import { toInstant } from '../names.ts'
import { nextTurn, qualifyBar, turnedTo } from './dial.ts'
import type { ScoringModel } from './model.ts'
import { scoreSet, type Threshold } from './threshold.ts'

/** A stretch of time in which sales' bar stands still. */
export interface Turn {
  readonly from: string
  readonly score: number
  readonly by: 'model' | 'dial' | 'sales'
}

/** A year and a bit: the same quarter comes again in it. */
const aheadMs = 400 * 86_400_000

/** Where the bar stands from now on and through the year to come, as it is prepared today. */
export function dialAhead(model: ScoringModel, nowMs: number, set?: Threshold): Turn[] {
  const turns: Turn[] = []
  for (let at: number | undefined = nowMs; at !== undefined && at < nowMs + aheadMs; at = nextTurn(model, at, set)) {
    const { score } = qualifyBar(model, at, set)
    const by = scoreSet(set, at) !== undefined ? 'sales' : turnedTo(model, at) ? 'dial' : 'model'
    if (turns.at(-1)?.score !== score || turns.at(-1)?.by !== by) turns.push({ from: toInstant(at), score, by })
  }
  return turns
}
