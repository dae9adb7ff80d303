import { scoringRoutes } from '../../core/scoring/routes.ts'
import { reportOfOwn } from '../../core/scoring/trial/own-past.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { judgedOf } from './trial-items.ts'
import { tryModel } from './try-model.ts'

/** `POST /content/scoring-models/{id}/backtest`: what the draft, or the live model, would have done with the company's own closed leads. */
export const handler = onRequest(scoringRoutes.backtestModel, ({ params: { id } }) =>
  tryModel(id, 'backtest', async ({ trialId, judged, late }, { model }) => ({
    judged,
    ...reportOfOwn(model.value, await judgedOf(trialId), { late, nowMs: now() }),
  })),
)
