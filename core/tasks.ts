import * as z from 'zod/mini'
import { enrolmentId, handoffId, leadId } from './names.ts'

/** One task of a state machine: what it is given and what it answers. Ids and seconds only: execution histories are kept. */
export interface TaskKind<Input extends z.ZodMiniType = z.ZodMiniType, Output extends z.ZodMiniType = z.ZodMiniType> {
  readonly name: string
  readonly input: Input
  readonly output: Output
}

const clockState = {
  leadId,
  generation: z.int().check(z.gte(1)),
  /** Whole seconds to wait before the task is called again; at most 30 days. */
  waitSeconds: z._default(z.int().check(z.gte(0), z.lte(2_592_000)), 0),
  finished: z._default(z.boolean(), false),
}

const takeStepState = z.object({ enrolmentId, ...clockState })
const keepSlaState = z.object({ handoffId, ...clockState })

/** `workflows/nurture.asl.json`: takes the steps of one enrolment that are due. */
export const takeStep = { name: 'TakeStep', input: takeStepState, output: takeStepState } satisfies TaskKind
/** `workflows/sla.asl.json`: keeps the clocks of one hand-off. */
export const keepSla = { name: 'KeepSla', input: keepSlaState, output: keepSlaState } satisfies TaskKind
