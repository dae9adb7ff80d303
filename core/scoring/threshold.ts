import * as z from 'zod/mini'
import { instant, slug } from '../names.ts'
import type { ScoringModel } from './model.ts'

/** The bar that sales set for one version of a model, within the bounds that both sides agreed to in it. */
export const threshold = z.object({
  model: slug,
  /** The version it was set for: a later one has a bar that was agreed anew. */
  modelVersion: z.int(),
  /** Absent: sales went back to what the model says. */
  score: z.optional(z.int()),
  /** Until when it counts; after that the model's own bar and dial do. */
  until: z.optional(instant),
  /** The lowest bar that was ever set for this version: who came over it is not dropped since the bar went up again. */
  lowest: z.optional(z.int()),
  /** A bar that sales would like: it is kept with the changes, and counts for nothing before both sides agree to it in a new version. */
  proposed: z.optional(z.literal(true)),
  reason: z.string(),
  by: z.string(),
  at: instant,
})
export type Threshold = z.infer<typeof threshold>

/** The score that sales set, while it counts. */
export function scoreSet(set: Threshold | undefined, atMs: number): number | undefined {
  if (set?.score === undefined) return undefined
  return set.until !== undefined && atMs >= Date.parse(set.until) ? undefined : set.score
}

/** Why nobody can propose the bar there; undefined when somebody can. It may lie outside of the bounds: that is what a proposal is for. */
export function cantPropose(
  { mql }: ScoringModel,
  score: number | null,
  until: string | undefined,
): string | undefined {
  if (score === null) return 'propose a number'
  if (until !== undefined) return 'what is proposed counts from when both sides agree to it: leave out "until"'
  return score < mql.score ? `an MQL needs ${mql.score} already: propose ${mql.score} or more` : undefined
}

/** Why sales can't set the bar there; undefined when it can. */
export function outOfBounds({ qualify: { bounds } }: ScoringModel, score: number): string | undefined {
  if (!bounds) return 'the model that is live has no bounds: add "bounds" to "qualify", and let both sides approve it'
  const { 'at-least': least, 'at-most': most } = bounds
  return score < least || score > most
    ? `both sides agreed on ${least} to ${most}: give a number in it, or propose another one with "propose": true`
    : undefined
}
