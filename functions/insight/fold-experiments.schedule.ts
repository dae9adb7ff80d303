import { onSchedule } from '../runtime/on-schedule.ts'
import { foldExperiments } from './fold-experiments.ts'

/** Each hour: the leads that have had their time are counted for the experiments of their sequences. */
export const handler = onSchedule(async () => ({ counted: await foldExperiments() }))
