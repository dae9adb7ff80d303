import { insightRoutes } from '../../core/insight/routes.ts'
import { env } from '../aws/env.ts'
import { answer, onRequest } from '../runtime/on-request.ts'
import { Problem } from '../runtime/problem.ts'
import { countingAnew, moveState, readCountState } from './count-state.ts'

/** `POST /insight/funnel/recount`: all leads are gone through in the background; what was counted is shown until then. */
export const handler = onRequest(insightRoutes.recountFunnel, async () => {
  const state = await readCountState()
  if (state?.pass) throw new Problem(409, 'The funnel is being counted anew already.')
  if (!(await moveState(state, countingAnew(state, env('DEFAULT_ZONE'))))) {
    throw new Problem(409, 'The funnel was counted on at this moment. Please try again.')
  }
  return answer(202, { begun: true })
})
