import { nurtureRoutes } from '../../core/nurture/routes.ts'
import { log } from '../runtime/log.ts'
import { onRequest } from '../runtime/on-request.ts'
import { setSequencePaused } from './sequence-pauses.ts'

/** `POST /sequences/{sequenceId}/resume`: what was held goes on within 15 minutes, at the pace of sending; again is no error. */
export const handler = onRequest(nurtureRoutes.resumeSequence, async ({ params, body, caller }) => {
  const by = caller.name
  const set = await setSequencePaused({ sequence: params.sequenceId, paused: false, reason: body.reason, by })
  log.warn('a sequence goes on', { sequence: set.sequence, by: set.by })
  return set
})
