import { attributionView } from '../../core/insight/funnel/attribution.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { env } from '../aws/env.ts'
import { onRequest } from '../runtime/on-request.ts'
import { countedUntil, readCountState, shownGeneration } from './count-state.ts'
import { readAttribution, readMonths } from './month-cells.ts'
import { shownMonths } from './shown-months.ts'

/** `GET /insight/attribution`: one range of what is counted, and the counts of all to hold it against; no lead is read. */
export const handler = onRequest(insightRoutes.showAttribution, async ({ query }) => {
  const { by, model } = query
  const state = await readCountState()
  const zone = state?.zone ?? env('DEFAULT_ZONE')
  const { from, to } = shownMonths(zone, query)
  const generation = shownGeneration(state)
  const [cells, all] = await Promise.all([
    readAttribution(generation, by, from, to),
    readMonths(generation, 'all', from, to, 'all'),
  ])
  const ofAll = all.map(({ cell }) => cell)
  return { from, to, by, model, zone, ...countedUntil(state), ...attributionView(model, cells, ofAll) }
})
