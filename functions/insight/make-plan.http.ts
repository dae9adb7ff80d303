import { insightRoutes } from '../../core/insight/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { planned } from './planned.ts'

/** `POST /insight/plan`: what a goal takes, worked out; nothing is stored. */
export const handler = onRequest(insightRoutes.makePlan, async ({ body }) => {
  const worked = await planned(body)
  if ('made' in worked) return worked.made
  throw new Problem(422, 'This plan can’t be worked out.', { errors: worked.errors })
})
