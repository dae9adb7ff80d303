import { type FunnelAsked, funnelView, rowsIn } from '../../core/insight/funnel/funnel-view.ts'
import { isVisitorSplit, visitorRows, visitorsAre } from '../../core/insight/funnel/visitors.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { env } from '../aws/env.ts'
import { onRequest } from '../runtime/on-request.ts'
import { notValid } from '../runtime/problem.ts'
import { countedUntil, readCountState, shownGeneration } from './count-state.ts'
import { readMonths, readQualified, readStaysOf, readVisitors } from './month-cells.ts'
import { shownMonths } from './shown-months.ts'

/** `GET /insight/funnel`: a few ranges of what is counted; nobody is counted here, and no lead is read. */
export const handler = onRequest(insightRoutes.showFunnel, async ({ query }) => {
  const { by, value, cohort, timeInStage } = query
  const oneMonth = cohort === 'all' || cohort === 'month' ? undefined : cohort
  if (oneMonth !== undefined && (query.from ?? query.to) !== undefined) {
    const errors = [{ pointer: '/query/cohort', detail: 'a month, or else "from" and "to"' }]
    throw notValid(errors)
  }
  const state = await readCountState()
  const zone = state?.zone ?? env('DEFAULT_ZONE')
  const { from, to, today, thisMonth } = shownMonths(zone, oneMonth ? { from: oneMonth, to: oneMonth } : query)
  const asked: FunnelAsked = { from, to, by, byMonth: cohort === 'month', value }
  const generation = shownGeneration(state)
  const [cells, qualified, visitors] = await Promise.all([
    readMonths(generation, by, from, to, value),
    readQualified(generation, from, to),
    isVisitorSplit(by) ? readVisitors(by, from, to) : undefined,
  ])
  const rows = rowsIn(asked, cells)
  // Stays are most of what is counted: they are read for what is shown, and only where somebody looks.
  const values = new Set(rows.shown.map((row) => row.value))
  const withTimes = timeInStage === 'true' || (timeInStage === undefined && rows.shown.length === 1)
  const stayed = withTimes ? await readStaysOf(generation, by, values, from, to) : undefined
  const view = funnelView(asked, rows, stayed, qualified, today, thisMonth)
  const came = visitors && { visitorsAre, ...visitorRows(asked, visitors) }
  return { from, to, by, cohort, zone, ...countedUntil(state), ...came, ...view }
})
