import { insightRoutes } from '../../core/insight/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { keptPlan } from './kept-plan.ts'
import { planned } from './planned.ts'

/** `GET /insight/plan`: the plan that is kept, with the figures of today. */
export const handler = onRequest(insightRoutes.showPlan, async () => {
  const kept = await keptPlan()
  if (!kept)
    throw new Problem(404, 'No plan is kept: keep one with PUT /insight/plan, or ripen planner plan.yaml --keep.')
  const worked = await planned(kept)
  if ('errors' in worked)
    throw new Problem(409, 'The plan that is kept can’t be reached any more.', { errors: worked.errors })
  return { ...worked.made, keptAt: kept.keptAt, keptBy: kept.keptBy }
})
