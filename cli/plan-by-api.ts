import * as z from 'zod/mini'
import { readYaml } from '../core/content/read-yaml.ts'
import type { MadePlan } from '../core/insight/planner/made-plan.ts'
import type { Cohorts } from '../core/insight/planner/plan-asked.ts'
import type { Api } from './api.ts'
import { showProblems } from './show-problems.ts'

/** What the options say beside the plan itself. */
export interface AskedOfApi {
  readonly cohorts?: Cohorts
  readonly keep?: boolean
  readonly kept?: boolean
}

/** Months as people write them: `6` for the last six that are over, `2026-01..2026-06`; undefined for anything else. */
export function cohortsIn(given: string): Cohorts | undefined {
  if (/^([1-9]|[12]\d|3[0-6])$/.test(given)) return { last: Number(given) }
  const [, from = '', to = ''] = /^(\d{4}-(?:0[1-9]|1[0-2]))\.\.(\d{4}-(?:0[1-9]|1[0-2]))$/.exec(given) ?? []
  return from === '' ? undefined : { from, to }
}

/** A plan that the API works out: with the figures of own cohorts, to be kept, or the one that is kept. Throws {@link ApiProblem}, or Error with what is wrong in the YAML. */
export async function planByApi(
  api: Api,
  text: string,
  file: string,
  { cohorts, keep, kept }: AskedOfApi,
): Promise<MadePlan> {
  if (kept) return (await api.get<MadePlan>('/insight/plan')).body
  const read = readYaml(text, z.record(z.string(), z.unknown()), { file })
  if (read.value === undefined) throw new Error(showProblems(read.problems))
  const asked = { plan: read.value, ...(cohorts && { cohorts }) }
  const { body } = keep
    ? await api.put<MadePlan>('/insight/plan', asked)
    : await api.post<MadePlan>('/insight/plan', asked)
  return body
}
