import { type PlanAsked, planAsked } from '../../core/insight/planner/plan-asked.ts'
import { planKey } from '../aws/keys.ts'
import { getItem } from '../aws/table.ts'

/** The plan that is kept, as it was written; undefined where none is. */
export async function keptPlan(): Promise<(PlanAsked & { keptAt: string; keptBy: string }) | undefined> {
  const item = await getItem(planKey)
  if (!item) return undefined
  const { asked, keptAt, keptBy } = item
  return { ...planAsked.parse(JSON.parse(String(asked))), keptAt: String(keptAt), keptBy: String(keptBy) }
}
