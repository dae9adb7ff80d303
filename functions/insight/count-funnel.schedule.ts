import { onSchedule } from '../runtime/on-schedule.ts'
import { countFunnel } from './count-funnel.ts'

/** Each minute: the journeys that went on since are counted in the funnel. */
export const handler = onSchedule(async () => ({ counted: await countFunnel() }))
