import { scoringModelsKind } from '../../core/content/schemas.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { awaitsReaction } from '../../core/leads/reaction.ts'
import { type Explanation, explainScore } from '../../core/scoring/explain.ts'
import { contentVersion } from '../content/published.ts'
import { now } from '../runtime/clock.ts'
import { readScore } from './score-items.ts'
import { thresholdNow } from './threshold-items.ts'

/** A lead's score with its parts in words, by the version of the model that made it; undefined when the lead has no score. */
export async function explainLead(
  leadId: string,
  profile?: Profile,
): Promise<(Explanation & { readonly model: string; readonly modelVersion: number; readonly at: string }) | undefined> {
  const stored = await readScore(leadId)
  const made = stored && (await contentVersion(scoringModelsKind, stored.model, stored.modelVersion))
  if (!stored || !made) return undefined
  const { model, modelVersion, at, score, dueAt, waitsSince } = stored
  const threshold = await thresholdNow(model, modelVersion)
  return {
    ...explainScore(made.value, score, now(), {
      threshold,
      dueAt,
      waitsSince,
      awaitsReaction: profile && awaitsReaction(profile),
    }),
    model,
    modelVersion,
    at,
  }
}
