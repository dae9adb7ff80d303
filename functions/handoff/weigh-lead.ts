import { $ZodError } from 'zod/v4/core'
import { scoringModelsKind } from '../../core/content/schemas.ts'
import type { Weighed } from '../../core/handoff/priority.ts'
import type { Profile } from '../../core/leads/lead.ts'
import { gradeOf } from '../../core/scoring/grade.ts'
import { contentVersion } from '../content/published.ts'
import { log } from '../runtime/log.ts'
import { readScore } from '../scoring/score-items.ts'

/** What a lead's priority is decided by: its score as the profile has it, with grade and indicators where they can be read. */
export async function weighLead({ leadId, score }: Profile): Promise<Weighed> {
  const known = { score: score?.total ?? 0 }
  if (!score) return known
  try {
    const stored = await readScore(leadId)
    const model = stored && (await contentVersion(scoringModelsKind, stored.model, stored.modelVersion))
    if (!stored || !model) return known
    const { indicators } = stored.score
    const of = model.value.indicators.length
    // A model without indicators says nothing by them.
    return { ...known, grade: gradeOf(model.value, stored.score).says, ...(of > 0 && { indicators, of }) }
  } catch (error) {
    // A score of an older release is made again from the facts: it must not keep the lead from sales.
    if (!(error instanceof $ZodError)) throw error
    log.warn('a score could not be read: the priority of a hand-off is by its sum alone', { leadId })
    return known
  }
}
