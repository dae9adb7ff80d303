import * as z from 'zod/mini'
import { type Stage, stages } from '../../leads/lead.ts'
import type { LeadState } from '../../leads/lead-status.ts'
import { decideScore, type ModelVersion } from '../decide-score.ts'
import { addFacts, type Fact, inOrder, noEngagement } from '../engagement.ts'
import { gradeOf } from '../grade.ts'
import { rulesOf } from '../rules.ts'

const ofStage = z.object({
  leads: z.int(),
  /** Would become an MQL, be handed to sales as it has room, or no longer be sales-ready. */
  toMql: z.int(),
  toReady: z.int(),
  dropped: z.int(),
  higher: z.int(),
  lower: z.int(),
})

/** Who would move by another model: leads counted by the stage that they are in now. */
export const moves = z.object({
  leads: z.int(),
  stages: z.record(z.string(), ofStage),
  /** Leads by the grade that they would have: `A1`. */
  grades: z.record(z.string(), z.int()),
})
export type Moves = z.infer<typeof moves>

const nobody = { leads: 0, toMql: 0, toReady: 0, dropped: 0, higher: 0, lower: 0 }
export const noMoves: Moves = { leads: 0, stages: {}, grades: {} }

/** What this model would make of a lead, counted in; nothing is decided by it. */
export function countMove(
  { leads, stages: before, grades }: Moves,
  model: ModelVersion,
  lead: LeadState,
  facts: readonly Fact[],
  nowMs: number,
): Moves {
  const rules = rulesOf(model.value)
  const engagement = addFacts(rules, noEngagement, inOrder(facts), nowMs)
  const { score, set } = decideScore({ ...model, agreed: true }, lead, engagement, nowMs)
  const { profile } = lead
  const was = profile.score?.total ?? 0
  const { says } = gradeOf(model.value, score)
  const count = before[profile.stage] ?? nobody
  const qualified = set?.qualification?.state === 'qualified'
  return {
    leads: leads + 1,
    grades: { ...grades, [says]: (grades[says] ?? 0) + 1 },
    stages: {
      ...before,
      [profile.stage]: {
        leads: count.leads + 1,
        toMql: count.toMql + (set?.stage === 'mql' && !qualified ? 1 : 0),
        toReady: count.toReady + (qualified ? 1 : 0),
        dropped: count.dropped + (set?.qualification?.state === 'dropped' ? 1 : 0),
        higher: count.higher + (score.total > was ? 1 : 0),
        lower: count.lower + (score.total < was ? 1 : 0),
      },
    },
  }
}

/** `lead: 312 leads; 12 become MQLs, 4 are handed to sales as it has room, none is dropped`. */
export function movesInWords({ leads, stages: counts }: Moves): string[] {
  if (leads === 0) return ['There are no leads yet: nobody would move.']
  const of = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`)
  const lines = stages.flatMap((stage: Stage) => {
    const count = counts[stage]
    if (!count) return []
    const { toMql, toReady, dropped, higher, lower } = count
    const moved = [
      toMql > 0 && of(toMql, 'becomes an MQL', 'become MQLs'),
      toReady > 0 && of(toReady, 'becomes sales-ready', 'become sales-ready'),
      dropped > 0 && of(dropped, 'is no longer sales-ready', 'are no longer sales-ready'),
    ].filter((one) => one !== false)
    const what = moved.length > 0 ? moved.join(', ') : 'nobody moves'
    return [`${stage}: ${of(count.leads, 'lead', 'leads')}; ${what}; ${higher} score higher and ${lower} lower`]
  })
  const ready = Object.values(counts).reduce((sum, { toReady }) => sum + toReady, 0)
  if (ready === 0) return lines
  return [...lines, `Those who become sales-ready go to sales as it has room, the highest score first.`]
}
