import type { Trial, TrialKind } from '../../core/scoring/trial/trial.ts'
import { answer } from '../runtime/on-request.ts'
import { modelOnTrial, type OnTrial } from './model-on-trial.ts'
import { goesOn, runTrial, trialOf } from './run-trial.ts'

/** So long one request looks at leads itself; a company of some thousands has its answer in it. */
const withinRequestMs = 8_000

/** Tries a model out on all leads, as far as one request goes: answers by `tell` once all were looked at, else 202 with how many were. */
export async function tryModel(id: string, kind: TrialKind, tell: (done: Trial, tried: OnTrial) => Promise<object>) {
  const tried = await modelOnTrial(id)
  const begun = await trialOf(kind, tried.model, tried.hash)
  const trial = goesOn(begun) ? begun : await runTrial(begun, tried.model, performance.now() + withinRequestMs)
  const { state, looked, failed, startedAt } = trial
  const about = { model: id, of: tried.is, looked, asOf: startedAt, ...(failed > 0 && { failed }) }
  if (state === 'running') return answer(202, { ...about, state })
  if (state === 'too-many') {
    const says =
      'There are more closed leads than one request can judge: export them and use "ripen backtest" on the list.'
    return answer(200, { ...about, state, says })
  }
  return answer(200, { ...about, state, ...(await tell(trial, tried)) })
}
