import { type Facts, fieldsOf, holds } from '../condition.ts'
import type { SlaPolicy } from './policy.ts'

export type Priority = 1 | 2 | 3 | 4

/** What a priority is decided by, beside the lead's own answers. */
export interface Weighed {
  readonly score: number
  /** Fit A to D and interest 1 to 4: `A1`. */
  readonly grade?: string | undefined
  /** The indicators of the model that hold, and how many it has. */
  readonly indicators?: readonly string[] | undefined
  readonly of?: number | undefined
  /** How far the lead's company is, where that is known. */
  readonly accountScore?: number | undefined
}

/** The names under which conditions on a priority find these, beside the facts of every lead. */
export function priorityFacts({ score, grade, indicators = [], accountScore }: Weighed): Facts {
  return { score, grade, indicators, 'indicators-held': indicators.length, 'account-score': accountScore }
}

/** From so many indicators on a lead comes one earlier than its score says. */
const manyIndicators = 3

/** How urgent a lead is, 1 first, and why in words: by the policy where it says something, else by score and indicators. */
export function prioritise(
  policy: Pick<SlaPolicy, 'priority'>,
  weighed: Weighed,
  facts: Facts,
): { priority: Priority; why: string } {
  const known = knownInWords(weighed)
  if (!policy.priority) {
    const byScore = priorityOf(weighed.score)
    const held = weighed.indicators?.length ?? 0
    const up = held >= manyIndicators && byScore > 1
    return {
      priority: up ? ((byScore - 1) as Priority) : byScore,
      why: up ? `${known}: one up for ${manyIndicators} indicators or more` : known,
    }
  }
  const all = { ...facts, ...priorityFacts(weighed) }
  for (const priority of [1, 2, 3] as const) {
    const when = policy.priority[priority]
    if (when && holds(when, all))
      return { priority, why: `${known}: by ${fieldsOf(when).join(', ')}, as the policy says` }
  }
  return { priority: 4, why: `${known}: no other priority of the policy takes it` }
}

/** 1 is first. The bar of sales is around 60: everything forwarded is ripe, some of it very. */
export function priorityOf(score: number): Priority {
  return score >= 100 ? 1 : score >= 80 ? 2 : score >= 60 ? 3 : 4
}

function knownInWords({ score, grade, indicators, of, accountScore }: Weighed): string {
  return [
    `score ${score}`,
    ...(grade ? [`grade ${grade}`] : []),
    ...(indicators
      ? [
          `${indicators.length}${of === undefined ? '' : ` of ${of}`} ${indicators.length === 1 && of === undefined ? 'indicator' : 'indicators'}`,
        ]
      : []),
    ...(accountScore === undefined ? [] : [`account ${accountScore}`]),
  ].join(', ')
}
