import { keepSla } from '../../core/tasks.ts'
import { onTask } from '../runtime/on-task.ts'
import { keepDueSla } from './keep-due-sla.ts'

/** The task of `workflows/sla.asl.json`: does what the SLA of one hand-off asks for now, and says when to ring again. */
export const handler = onTask(keepSla, keepDueSla)
