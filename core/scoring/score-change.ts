import * as z from 'zod/mini'
import type { Profile } from '../leads/lead.ts'
import { instant, leadId, slug } from '../names.ts'
import type { Score } from './score.ts'

/** How much one rule gave before and gives now, in whole points. */
const moved = z.object({ rule: slug, from: z.int(), to: z.int() })

/**
 * `LEAD#id / SCORED#time`: one change of a score with its causes, immutable. The points that its rules moved add up to the change, but where another model
 * scored: then its rules are others.
 */
export const scoreChange = z.object({
  leadId,
  at: instant,
  total: z.int(),
  fit: z.int(),
  interest: z.int(),
  /** The total before; absent of the first score. */
  before: z.optional(z.int()),
  model: slug,
  modelVersion: z.int(),
  /** `fact`: something happened. `time`: points faded. `model`: another version, or another model, scored. `first`: the first score. */
  cause: z.enum(['first', 'fact', 'time', 'model']),
  /** What happened, where a fact was told. */
  fact: z.optional(z.string()),
  moved: z.array(moved),
})
export type ScoreChange = z.infer<typeof scoreChange>

/** A score as it was kept before. */
export interface KeptBefore {
  readonly model: string
  readonly modelVersion: number
  readonly score: Score
}

/** The change that the profile's score is of what was kept before; undefined where no number changed. `fact` is the type of what was told. */
export function changeOf(
  profile: Profile,
  score: Score,
  before: KeptBefore | undefined,
  fact: string | undefined,
): ScoreChange | undefined {
  const now = profile.score
  if (!now) return undefined
  const { total, fit, interest, model, modelVersion, at } = now
  const isSame = before?.score.total === total && before.score.fit === fit && before.score.interest === interest
  if (isSame) return undefined
  const isOtherModel = before !== undefined && (before.model !== model || before.modelVersion !== modelVersion)
  const cause = !before ? 'first' : isOtherModel ? 'model' : fact !== undefined ? 'fact' : 'time'
  return {
    leadId: profile.leadId,
    ...{ at, total, fit, interest, model, modelVersion, cause },
    ...(before && { before: before.score.total }),
    ...(fact !== undefined && { fact }),
    moved: movedBetween(isOtherModel ? [] : (before?.score.parts ?? []), isOtherModel ? [] : score.parts),
  }
}

function movedBetween(before: Score['parts'], after: Score['parts']): ScoreChange['moved'] {
  const given = (parts: Score['parts'], rule: string) =>
    parts.reduce((sum, part) => sum + (part.rule === rule ? part.points : 0), 0)
  const rules = [...new Set([...before, ...after].map(({ rule }) => rule))]
  return rules
    .map((rule) => ({ rule, from: given(before, rule), to: given(after, rule) }))
    .filter(({ from, to }) => from !== to)
}

/** `+10 to 65: visited-pricing 0 → 10 (page visited)`. */
export function changeInWords({ total, before, cause, fact, moved: rules, model, modelVersion }: ScoreChange): string {
  const by = before === undefined ? '' : `${total >= before ? '+' : '−'}${Math.abs(total - before)} to `
  const parts = rules.map(({ rule, from, to }) => `${rule} ${from} → ${to}`).join(', ')
  const why = {
    first: `scored for the first time, by ${model} version ${modelVersion}`,
    fact: fact === undefined ? '' : fact.replaceAll('-', ' '),
    time: 'points faded',
    model: `${model} version ${modelVersion} scores from here on`,
  }[cause]
  return `${by}${total}${parts ? `: ${parts}` : ''} (${why})`
}
