import { scoringRoutes } from '../../core/scoring/routes.ts'
import { knownLead } from '../leads/known-lead.ts'
import { withCursor } from '../runtime/cursor.ts'
import { onRequest } from '../runtime/on-request.ts'
import { scoreHistory } from './score-history.ts'

/** `GET /leads/{leadId}/score-history`: how the score came to be what it is, and each change of stage, newest first. */
export const handler = onRequest(scoringRoutes.showScoreHistory, async ({ params: { leadId }, query }) => {
  const { profile } = await knownLead(leadId)
  return withCursor(() => scoreHistory(profile.leadId, query))
})
