import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import { forgetCurrent } from '../content/published.ts'
import { Problem } from '../runtime/problem.ts'
import { scoringModelNow } from './scoring-model.ts'
import { forgetThresholds } from './threshold-items.ts'

/** The model that scores now, where it has this id; throws {@link Problem} 404 where another does, or none. */
export async function liveModel(id: string): Promise<ModelVersion> {
  const model = await modelAtOnce()
  if (model?.id === id) return model
  throw new Problem(404, model ? `Another model scores: ${model.id}.` : 'No scoring model is live.')
}

/** The model that scores now with its bar, not what was live, or set, a minute ago; undefined where none does. */
export function modelAtOnce(): Promise<ModelVersion | undefined> {
  forgetCurrent()
  forgetThresholds()
  return scoringModelNow()
}
