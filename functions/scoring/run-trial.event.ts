import { TrialRequested } from '../../core/events.ts'
import { onEvent } from '../runtime/on-event.ts'
import { modelOnTrial } from './model-on-trial.ts'
import { runTrial } from './run-trial.ts'
import { readTrial } from './trial-items.ts'

/** A function that hears of events may run for 30 s. */
const pieceMs = 12_000

/** A trial goes on, for some seconds each time; one of a draft that was written over since ends. */
export const handler = onEvent([TrialRequested], async ({ detail: { trialId, page } }) => {
  const trial = await readTrial(trialId)
  if (trial?.state !== 'running' || trial.page !== page) return
  const { model, hash } = await modelOnTrial(trial.model)
  if (hash === trial.hash) await runTrial(trial, model, performance.now() + pieceMs)
})
