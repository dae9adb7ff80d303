import type { ContentProblem } from '../../content/problem.ts'
import { located, readYaml } from '../../content/read-yaml.ts'
import { findInPlan } from './check-plan.ts'
import { type Plan, plan } from './plan.ts'
import { planFile } from './plan-file.ts'

/** The plan that a text says, at a time in ms; or else what is wrong with it, each with line, column, pointer and what to do. */
export function readPlan(
  text: string,
  file: string,
  nowMs: number,
): { readonly plan: Plan; readonly problems: readonly [] } | { readonly problems: readonly ContentProblem[] } {
  const read = readYaml(text, plan, { file })
  if (read.value === undefined) return { problems: read.problems }
  const problems = located(findInPlan(read.value, nowMs), file, read.locate)
  return problems.length > 0 ? { problems } : { plan: read.value, problems: [] }
}

/** What is wrong with the plan among the templates, as it is written. Whether it can be reached depends on the day: `ripen planner` says that. */
export function problemsOfPlan(text: string): readonly ContentProblem[] {
  return readYaml(text, plan, { file: planFile }).problems
}
