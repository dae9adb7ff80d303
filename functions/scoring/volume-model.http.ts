import { scoringRoutes } from '../../core/scoring/routes.ts'
import { barsInWeeks, weeksBack } from '../../core/scoring/trial/volume.ts'
import { onRequest } from '../runtime/on-request.ts'
import { salesCapacity } from './sales-capacity.ts'
import { tryModel } from './try-model.ts'

/** `POST /content/scoring-models/{id}/volume`: how many leads a week each bar would have given in the past quarter, beside what sales can take. */
export const handler = onRequest(scoringRoutes.volumeModel, ({ params: { id } }) =>
  tryModel(id, 'volume', async ({ volume }, { model }) => {
    const capacity = await salesCapacity()
    const { qualify } = model.value
    return { weeks: weeksBack, bar: qualify.score, bars: barsInWeeks(volume, capacity.perWeek), capacity }
  }),
)
