import { nurtureRoutes } from '../../core/nurture/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { pausesBefore, readSequencePause } from './sequence-pauses.ts'

/** `GET /sequences/{sequenceId}` */
export const handler = onRequest(nurtureRoutes.showSequencePause, async ({ params }) => {
  const state = await readSequencePause(params.sequenceId)
  return { ...state, history: await pausesBefore(params.sequenceId) }
})
