import { isError } from '../../core/content/problem.ts'
import { scoringModelsKind } from '../../core/content/schemas.ts'
import type { ModelVersion } from '../../core/scoring/decide-score.ts'
import type { ScoringModel } from '../../core/scoring/model.ts'
import { checkContent } from '../content/check-content.ts'
import { existingContent } from '../content/existing-content.ts'
import { contentVersion, forgetCurrent } from '../content/published.ts'
import { refusedFor } from '../content/refused-for.ts'
import { Problem } from '../runtime/problem.ts'
import { thresholdNow } from './threshold-items.ts'

/** A model that is tried out: the draft where there is one, else what is live. */
export interface OnTrial {
  readonly model: ModelVersion
  readonly hash: string
  readonly is: 'draft' | number
}

/** The draft of a scoring model, else its live version; throws {@link Problem} 404 where there is neither, and 422 where the draft has errors. */
export async function modelOnTrial(id: string): Promise<OnTrial> {
  const { current, draft } = await existingContent('scoring-models', id)
  if (draft) {
    forgetCurrent()
    const checked = await checkContent('scoring-models', id, draft.files, 'publish')
    if (checked.problems.some(isError)) throw refusedFor(checked.problems)
    const version = (current?.version ?? 0) + 1
    return {
      model: { id, version, value: checked.value as ScoringModel, agreed: false },
      hash: draft.hash,
      is: 'draft',
    }
  }
  const live = current && (await contentVersion(scoringModelsKind, id, current.version))
  if (!current || !live) throw new Problem(404, 'There is no such content.')
  const threshold = await thresholdNow(id, current.version)
  return {
    model: { ...live, agreed: true, threshold },
    hash: `v${current.version}${threshold ? `-${threshold.at}` : ''}`,
    is: current.version,
  }
}
