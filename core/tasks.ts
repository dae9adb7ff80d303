import * as z from 'zod'
import { enrolmentId, handoffId, leadId } from './names.ts'

/** One task of a state machine: what it is given and what it answers. Ids and seconds only: execution histories are kept. */
export interface TaskKind<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly input: Input
  readonly output: Output
}

const clockState = {
  leadId,
  generation: z.number().int().min(1),
  /** Whole seconds to wait before the task is called again; at most 30 days. */
  waitSeconds: z.number().int().min(0).max(2_592_000).default(0),
  finished: z.boolean().default(false),
}

const takeStepState = z.object({ enrolmentId, ...clockState })
const keepSlaState = z.object({ handoffId, ...clockState })

/** `workflows/nurture.asl.json`: takes the steps of one enrolment that are due. */
export const takeStep = { name: 'TakeStep', input: takeStepState, output: takeStepState } satisfies TaskKind
/** `workflows/sla.asl.json`: keeps the clocks of one hand-off. */
export const keepSla = { name: 'KeepSla', input: keepSlaState, output: keepSlaState } satisfies TaskKind
