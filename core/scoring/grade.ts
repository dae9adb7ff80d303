import type { ScoringModel } from './model.ts'
import type { Score } from './score.ts'

/** A lead's grade beside the sum: fit A to D, interest 1 to 4. `A1` fits best and does most. */
export interface Grade {
  readonly fit: 'A' | 'B' | 'C' | 'D'
  readonly interest: 1 | 2 | 3 | 4
  readonly says: string
}

/** From which points on each letter and number is given, from the best down; the last has no bar. */
export type Steps = readonly [number, number, number]

/**
 * The steps of a model. Where it names none, its gates say it: over sales' gate is B or 2, over marketing's is C or 3, and twice sales' gate is A or 1.
 */
export function stepsOf({ grades, mql, qualify }: ScoringModel): { fit: Steps; interest: Steps } {
  const byGate = (gate: 'fit-at-least' | 'interest-at-least'): Steps => [2 * qualify[gate], qualify[gate], mql[gate]]
  const given = (steps: readonly number[] | undefined) => steps as Steps | undefined
  return {
    fit: given(grades?.fit) ?? byGate('fit-at-least'),
    interest: given(grades?.interest) ?? byGate('interest-at-least'),
  }
}

/** The grade of a score by its model. */
export function gradeOf(model: ScoringModel, score: Pick<Score, 'fit' | 'interest'>): Grade {
  const steps = stepsOf(model)
  const fit = (['A', 'B', 'C', 'D'] as const)[placeOf(score.fit, steps.fit)]
  const interest = ([1, 2, 3, 4] as const)[placeOf(score.interest, steps.interest)]
  return { fit, interest, says: `${fit}${interest}` }
}

function placeOf(points: number, steps: Steps): 0 | 1 | 2 | 3 {
  const place = steps.findIndex((step) => points >= step)
  return (place < 0 ? 3 : place) as 0 | 1 | 2 | 3
}
