import { scoringModelsKind } from '../../core/content/schemas.ts'
import type { Weighed } from '../../core/handoff/priority.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { contentVersion } from '../content/published.ts'

/**
 * What a lead's priority is decided by: its score as the profile has it, which is written with the qualification itself; the score's own item may come a moment
 * later. Grade and indicators where they are known.
 */
export async function weighLead({ score }: Pick<Profile, 'score'>): Promise<Weighed> {
  if (!score) return { score: 0 }
  const { total, grade, indicators, model, modelVersion } = score
  const known = { score: total, ...(grade !== undefined && { grade }) }
  if (!indicators) return known
  const of = (await contentVersion(scoringModelsKind, model, modelVersion))?.value.indicators.length ?? 0
  // A model without indicators says nothing by them.
  return of > 0 ? { ...known, indicators, of } : known
}
