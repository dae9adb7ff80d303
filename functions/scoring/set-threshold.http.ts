import { toInstant } from '../../core/names.ts'
import { scoringRoutes } from '../../core/scoring/routes.ts'
import { cantPropose, outOfBounds, type Threshold } from '../../core/scoring/threshold.ts'
import { now } from '../runtime/clock.ts'
import { onRequest } from '../runtime/on-request.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { liveModel } from './live-model.ts'
import { startRescoring } from './rescore-all.ts'
import { keepProposal, readThreshold, storeThreshold } from './threshold-items.ts'

/** `PUT /content/scoring-models/{id}/threshold`: sales moves its bar within the bounds of the model that both sides agreed to, or says which it would like; each is kept. */
export const handler = onRequest(scoringRoutes.setThreshold, async ({ params: { id }, body, caller }) => {
  const model = await liveModel(id)
  const { score, until, reason, propose } = body
  if (propose) {
    const detail = cantPropose(model.value, score, until)
    if (detail) throw notValid([{ pointer: '/score', detail }])
    const said = { model: id, modelVersion: model.version, reason, by: caller.name, at: toInstant(now()) }
    const proposed: Threshold = { ...said, ...(score !== null && { score }), proposed: true }
    if (!(await keepProposal(proposed))) throw atTheSameMoment()
    return { proposed }
  }
  const errors = []
  const outside = score === null ? undefined : outOfBounds(model.value, score)
  if (outside) errors.push({ pointer: '/score', detail: outside })
  if (until !== undefined && (score === null || Date.parse(until) <= now())) {
    errors.push({ pointer: '/until', detail: 'give a time to come, and a score that counts until then' })
  }
  if (errors.length > 0) throw notValid(errors)
  const before = await readThreshold(id)
  const scores = [before?.modelVersion === model.version ? before.lowest : undefined, score ?? undefined]
  const known = scores.filter((one) => one !== undefined)
  const set: Threshold = {
    model: id,
    modelVersion: model.version,
    ...(score !== null && { score }),
    ...(until !== undefined && { until }),
    ...(known.length > 0 && { lowest: Math.min(...known) }),
    reason,
    by: caller.name,
    at: toInstant(now()),
  }
  if (!(await storeThreshold(set, before))) throw atTheSameMoment()
  await startRescoring()
  return { set, was: before ?? null }
})

function atTheSameMoment(): Problem {
  return new Problem(409, 'Somebody else set the bar at this moment: look at it again.', { retryAfterSeconds: 1 })
}
