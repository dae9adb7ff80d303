import { scoringModelsKind } from '../../core/content/schemas.ts'
import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import { allCurrent } from '../content/published.ts'
import { log } from '../runtime/log.ts'

/** The published model that scores every lead; undefined while none is published. Of several the first by id counts, with a warning. */
export async function scoringModelNow(): Promise<ModelVersion | undefined> {
  const [first, ...others] = await allCurrent(scoringModelsKind)
  if (others.length > 0) log.warn('several scoring models are published; one scores', { scores: first?.id })
  if (!first) log.debug('no scoring model is published: nothing is scored')
  return first
}
