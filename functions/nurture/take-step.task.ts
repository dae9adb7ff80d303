import { takeStep } from '../../core/tasks.ts'
import { onTask } from '../runtime/on-task.ts'
import { takeDueStep } from './take-due-step.ts'

/** The task of `workflows/nurture.asl.json`: takes the steps of one enrolment that are due, and says when to ring again. */
export const handler = onTask(takeStep, takeDueStep)
