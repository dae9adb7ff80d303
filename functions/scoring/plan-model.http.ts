import { scoringRoutes } from '../../core/scoring/routes.ts'
import { movesInWords } from '../../core/scoring/trial/moves.ts'
import { onRequest } from '../runtime/on-request.ts'
import { tryModel } from './try-model.ts'

/** `POST /content/scoring-models/{id}/plan`: who would move, were the draft published now, by the stage that they are in. */
export const handler = onRequest(scoringRoutes.planModel, ({ params: { id } }) =>
  tryModel(id, 'plan', async ({ moves }) => ({ ...moves, story: movesInWords(moves) })),
)
