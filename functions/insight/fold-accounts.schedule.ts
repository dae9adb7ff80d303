import { onSchedule } from '../runtime/on-schedule.ts'
import { foldDueAccounts } from './account-summaries.ts'

/** A run stops before its function does, in ms of real time; the next one goes on. */
const worksForMs = 45_000

/** Each minute: the accounts of which somebody did something are folded. */
export const handler = onSchedule(async () => ({ folded: await foldDueAccounts(performance.now() + worksForMs) }))
