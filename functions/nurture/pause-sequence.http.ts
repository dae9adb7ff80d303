import { nurtureRoutes } from '../../core/nurture/routes.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { setSequencePaused } from './sequence-pauses.ts'

/** `POST /sequences/{sequenceId}/pause`: within 10 s none of its mail goes any more; again is no error. */
export const handler = onRequest(nurtureRoutes.pauseSequence, async ({ params, body, caller }) => {
  const by = caller.name
  const set = await setSequencePaused({ sequence: params.sequenceId, paused: true, reason: body.reason, by })
  log.warn('a sequence is paused', { sequence: set.sequence, by: set.by })
  return set
})
