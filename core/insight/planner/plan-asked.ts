import * as z from 'zod/mini'
import { month } from '../month.ts'

/** Whose figures a plan goes by: leads that came in these months, or in the last months that are over. */
export const cohorts = z.union(
  [z.strictObject({ from: month, to: month }), z.strictObject({ last: z.int().check(z.gte(1), z.lte(36)) })],
  'write { "from": "2026-01", "to": "2026-06" } or { "last": 6 }',
)
export type Cohorts = z.infer<typeof cohorts>

/** What is asked of the planner: a plan, and whose figures fill what it leaves out. */
export const planAsked = z.strictObject({ plan: z.record(z.string(), z.unknown()), cohorts: z.optional(cohorts) })
export type PlanAsked = z.infer<typeof planAsked>
