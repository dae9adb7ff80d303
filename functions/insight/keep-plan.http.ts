import { insightRoutes } from '../../core/insight/routes.ts'
import { toInstant } from '../../core/names.ts'
import { planKey } from '../aws/keys.ts'
import { putItem } from '../aws/table.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { planned } from './planned.ts'

/** `PUT /insight/plan`: keeps a plan that can be reached, in place of the one before. It is kept as it was written: each night fills in the figures of that night. */
export const handler = onRequest(insightRoutes.keepPlan, async ({ body, rawBody, caller }) => {
  const worked = await planned(body)
  if ('errors' in worked) throw new Problem(422, 'This plan can’t be worked out.', { errors: worked.errors })
  await putItem(planKey, { asked: rawBody, keptAt: toInstant(now()), keptBy: caller.name })
  return worked.made
})
