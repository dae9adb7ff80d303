import { dialAhead } from '../../core/scoring/dial-ahead.ts'
import { scoringRoutes } from '../../core/scoring/routes.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { liveModel } from './live-model.ts'
import { salesCapacity } from './sales-capacity.ts'
import { thresholdRecords } from './threshold-items.ts'

/** `GET /content/scoring-models/{id}/dial`: where sales' bar stands, where it will, who set it, and what sales can take. */
export const handler = onRequest(scoringRoutes.showDial, async ({ params: { id } }) => {
  const { version, value, threshold, agreed } = await liveModel(id)
  const [changes, capacity] = await Promise.all([thresholdRecords(id, 50), salesCapacity()])
  const [first, ...turns] = dialAhead(value, now(), threshold)
  return {
    model: id,
    version,
    agreed,
    now: first,
    turns,
    ...(value.qualify.bounds && { bounds: value.qualify.bounds }),
    ...(threshold && { set: threshold }),
    changes,
    capacity,
  }
})
