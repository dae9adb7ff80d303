import { handoffRoutes } from '../../core/handoff/routes.ts'
import { onRequest } from '../runtime/on-request.ts'
import { callerId, shown } from './find-handoff.ts'
import { reportOnce } from './report-once.ts'

/** `POST /handoffs/{handoffId}/outcome`: an opportunity and how it moves on, won or lost; the fact closes the loop. */
export const handler = onRequest(handoffRoutes.reportOutcome, async ({ params, body: { findings, ...said }, caller }) =>
  shown(await reportOnce(params.handoffId, { ...said, found: findings, by: callerId(caller) })),
)
