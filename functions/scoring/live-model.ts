import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import { forgetCurrent } from '../content/published.ts'
import { Problem } from '../runtime/problem.ts'
import { scoringModelNow } from './scoring-model.ts'
import { forgetThresholds } from './threshold-items.ts'

/** The model that scores now, where it has this id; throws {@link Problem} 404 where another does, or none. */
export async function liveModel(id: string): Promise<ModelVersion> {
  forgetCurrent()
  forgetThresholds()
  const model = await scoringModelNow()
  if (model?.id === id) return model
  throw new Problem(404, model ? `Another model scores: ${model.id}.` : 'No scoring model is live.')
}
