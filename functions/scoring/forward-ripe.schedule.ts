import { onSchedule } from '../runtime/on-schedule.ts'
import { forwardRipe } from './forward-ripe.ts'

/** Twice on each working day: who became ripe by another model, by the dial or by time is forwarded as sales has room. */
export const handler = onSchedule(forwardRipe)
