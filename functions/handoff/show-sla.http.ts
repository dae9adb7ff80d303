import { handoffRoutes } from '../../core/handoff/routes.ts'
import { slaPeriod } from '../../core/handoff/sla-period.ts'
import { env } from '../aws/env.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { livePolicy } from './policy-in-force.ts'
import { slaReport } from './sla-report.ts'

/** `GET /insight/sla`: how both sides keep the agreement, for the leads that were handed over in these days. */
export const handler = onRequest(handoffRoutes.showSla, async ({ query }) => {
  const period = slaPeriod(query, now(), env('DEFAULT_ZONE'))
  if ('wrong' in period) throw notValid([period.wrong])
  if (!(await livePolicy()))
    throw new Problem(409, 'No SLA policy is live: publish one, so that there is something to keep.')
  return slaReport(period.fromMs, period.toMs)
})
