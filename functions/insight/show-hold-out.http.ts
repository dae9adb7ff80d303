import { sequencesKind } from '../../core/content/schemas.ts'
import { armsIn, coinsOf, holdOutSplit } from '../../core/insight/holdout/hold-out-cells.ts'
import { holdOutResult } from '../../core/insight/holdout/hold-out-result.ts'
import { dateOf, dayIn } from '../../core/insight/iso-week.ts'
import { plusMonths } from '../../core/insight/month.ts'
import { insightRoutes } from '../../core/insight/routes.ts'
import { env } from '../aws/env.ts'
import { current } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { countedUntil, readCountState, shownGeneration } from './count-state.ts'
import { readCells } from './funnel-cells.ts'

/** Older trials are of another time, and of other mails. */
const lookBackMonths = 36

/** `GET /content/sequences/{id}/hold-out`: both arms, and what the sequence brought; `cost` is what nurturing cost in all. */
export const handler = onRequest(insightRoutes.showHoldOut, async ({ params: { id }, query: { cost } }) => {
  const published = await current(sequencesKind, id)
  const holdOut = published?.value['hold-out']
  if (!holdOut) throw new Problem(404, 'There is no published sequence of this name that holds anybody out.')
  const state = await readCountState()
  const zone = state?.zone ?? env('DEFAULT_ZONE')
  const today = dayIn(zone, now())
  const thisMonth = dateOf(today).slice(0, 7)
  const cells = await readCells(shownGeneration(state), holdOutSplit, plusMonths(thisMonth, -lookBackMonths), thisMonth)
  const own = cells.filter(({ value }) => value === id).map(({ counts }) => counts)
  const { arms, waiting, otherTime } = armsIn(own, holdOut.within, today)
  const result = holdOutResult(arms, coinsOf(cost))
  const money = (coins: number) => Math.round(coins) / 100
  const shown = ({ revenue, ...arm }: (typeof arms)['nurtured']) => ({
    ...arm,
    buyers: revenue.length,
    revenue: money(revenue.reduce((sum, coins) => sum + coins, 0)),
  })
  return {
    sequence: id,
    version: published?.version,
    ...holdOut,
    ...countedUntil(state),
    arms: { nurtured: shown(arms.nurtured), 'held-out': shown(arms['held-out']) },
    waiting,
    otherTime,
    ...(result && {
      stages: result.stages,
      ...(result.revenue && {
        revenue: {
          perLead: money(result.revenue.perLead),
          low: money(result.revenue.low),
          high: money(result.revenue.high),
        },
      }),
      ...(cost > 0 &&
        result.costPerSql && {
          costPerSql: {
            cost: money(result.costPerSql.coins),
            low: money(result.costPerSql.low),
            ...(result.costPerSql.high !== undefined && { high: money(result.costPerSql.high) }),
          },
        }),
    }),
    says: result?.says ?? [
      `Nothing is said yet: a lead is counted ${holdOut.within} after it would have come in, and each arm needs some.`,
    ],
  }
})
