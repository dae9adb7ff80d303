import * as z from 'zod/mini'
import { durationMs } from '../duration.ts'
import { fromInstant, instant, slug } from '../names.ts'
import type { Enrolment } from '../nurture/enrolment.ts'
import type { Experiment } from '../nurture/experiment.ts'

/** What came of the leads of an experiment that had their time: `EXPERIMENT#sequence / TALLY#step`. Made from the enrolments, and can be made again from them. */
export const tally = z.object({
  sequence: slug,
  step: slug,
  /** What was counted: another metric or time begins anew. */
  metric: z.string(),
  within: z.string(),
  /** The place after which it is gone on. */
  place: z.optional(z.string()),
  /** When the first and the last of the counted leads came to the split. */
  firstAt: z.optional(instant),
  lastAt: z.optional(instant),
  variants: z.record(z.string(), z.object({ leads: z.int(), reached: z.int() })),
  /** Raised by each page that was counted, so that none counts twice. */
  rev: z.int(),
})
export type Tally = z.infer<typeof tally>

/** What SES reports of a click may come late: so long is waited before a lead is counted for good. */
const lateMs = 60 * 60_000

export function freshTally(sequence: string, step: string, { metric, within }: Experiment): Tally {
  return { sequence, step, metric, within, variants: {}, rev: 0 }
}

/** Was it counted in the way in which the experiment counts now? */
export function isFitting(one: Tally, { metric, within }: Experiment): boolean {
  return one.metric === metric && one.within === within
}

/** Who came to the split before this, in ms, has had the time in which it counts. */
export function countedBefore({ within }: Experiment, nowMs: number): number {
  return nowMs - durationMs(within) - lateMs
}

/** "Fixed horizon": once each variant has this many leads nobody is counted any more, so that looking often can't make a winner. */
export function isComplete(one: Tally, variants: readonly string[], needed: number): boolean {
  return variants.every((variant) => (one.variants[variant]?.leads ?? 0) >= needed)
}

/** The tally with one more lead, at its place in the order in which leads came to the split; one that was deleted since counts nowhere. */
export function withLead(one: Tally, place: string, enrolment: Enrolment | undefined, experiment: Experiment): Tally {
  const trial = enrolment?.trial
  if (!trial || trial.step !== one.step) return { ...one, place }
  const { leads, reached } = one.variants[trial.variant] ?? { leads: 0, reached: 0 }
  const more = { leads: leads + 1, reached: reached + (hasReached(enrolment, experiment) ? 1 : 0) }
  return {
    ...one,
    place,
    firstAt: one.firstAt ?? trial.at,
    lastAt: trial.at,
    variants: { ...one.variants, [trial.variant]: more },
  }
}

/** Did the lead do within the time what is measured? Every lead counts that came to the split, whether its mail went or not: so no variant gains by what it loses. */
export function hasReached({ trial, sent, clicked, state, endedAt }: Enrolment, experiment: Experiment): boolean {
  if (!trial) return false
  const untilMs = fromInstant(trial.at) + durationMs(experiment.within)
  const inTime = (at: string | undefined) => at !== undefined && at >= trial.at && fromInstant(at) <= untilMs
  if (experiment.metric === 'goal') return state === 'goal' && inTime(endedAt)
  return Object.entries(clicked).some(([template, at]) => {
    const sentAt = Object.hasOwn(sent, template) ? sent[template] : undefined
    // A mail from before the split tells nothing of it.
    return inTime(at) && sentAt !== undefined && sentAt >= trial.at
  })
}
