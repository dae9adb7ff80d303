import { sequencesKind } from '../../core/content/schemas.ts'
import { experimentOf, experimentResult } from '../../core/insight/experiment-result.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { current } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { readTally } from './fold-experiments.ts'

/** `GET /content/sequences/{id}/experiments`: one read of what was counted; nobody is counted here. */
export const handler = onRequest(insightRoutes.showExperiments, async ({ params: { id } }) => {
  const published = await current(sequencesKind, id)
  if (!published) throw new Problem(404, 'There is no published sequence of this name.')
  const step = experimentOf(published.value)
  const items = step ? [experimentResult(step, await readTally(id, step), now())] : []
  return { items, version: published.version }
})
