import { type Finding, isError, pointerOf } from '../../core/content/problem.ts'
import { summedAll } from '../../core/insight/funnel/funnel-cells.ts'
import { dateOf, dayIn } from '../../core/insight/iso-week.ts'
import { plusMonths } from '../../core/insight/month.ts'
import { findInPlan } from '../../core/insight/planner/check-plan.ts'
import type { MadePlan } from '../../core/insight/planner/made-plan.ts'
import { makePlan } from '../../core/insight/planner/make-plan.ts'
import {
  enteredByDay,
  monthsOf,
  type OwnFigures,
  problemOfMonths,
  withOwnFigures,
} from '../../core/insight/planner/own-figures.ts'
import { plan } from '../../core/insight/planner/plan.ts'
import type { Cohorts, PlanAsked } from '../../core/insight/planner/plan-asked.ts'
import { env } from '../aws/env.ts'
import { now } from '../runtime/clock.ts'
import { readCountState, shownGeneration } from './count-state.ts'
import { readMonths, readStaysOf } from './month-cells.ts'

/** What came since a plan was made came of leads of so many months before, too. */
const lookBackMonths = 24

/** A plan worked out now, or what is wrong with it, each with a pointer into what was asked. */
export type Planned =
  | { readonly made: MadePlan }
  | { readonly errors: { readonly pointer: string; readonly detail: string }[] }

/** Works out a plan, with the figures of own cohorts for what it leaves out. */
export async function planned({ plan: written, cohorts }: PlanAsked): Promise<Planned> {
  const own = cohorts && (await ownFigures(cohorts))
  if (own && 'wrong' in own) return { errors: [{ pointer: '/cohorts', detail: own.wrong }] }
  const filled = own ? withOwnFigures(written, own) : { plan: written, findings: [] }
  if (filled.findings.length > 0) return { errors: filled.findings.map(asError) }
  const read = plan.safeParse(filled.plan)
  if (!read.success) {
    return {
      errors: read.error.issues.map(({ path, message }) => ({ pointer: `/plan${pointerOf(path)}`, detail: message })),
    }
  }
  const problems = findInPlan(read.data, now()).filter(isError)
  return problems.length > 0 ? { errors: problems.map(asError) } : { made: makePlan(read.data, now()) }
}

async function ownFigures(cohorts: Cohorts): Promise<OwnFigures | { wrong: string }> {
  const state = await readCountState()
  const zone = state?.zone ?? env('DEFAULT_ZONE')
  const today = dayIn(zone, now())
  const thisMonth = dateOf(today).slice(0, 7)
  const { from, to } = monthsOf(cohorts, thisMonth)
  const wrong = problemOfMonths({ from, to }, thisMonth)
  if (wrong) return { wrong }
  const generation = shownGeneration(state)
  const first = [plusMonths(thisMonth, -lookBackMonths), from].sort()[0] as string
  const [all, stayed, sources] = await Promise.all([
    readMonths(generation, 'all', from, to),
    readStaysOf(generation, 'all', new Set(['all']), first, thisMonth),
    readMonths(generation, 'source', from, to),
  ])
  const bySource = Map.groupBy(sources, ({ value }) => value)
  const inCohorts = stayed.filter(({ month }) => from <= month && month <= to)
  return {
    from,
    to,
    today,
    all: summedAll(all.map(({ cell }) => cell)),
    stays: inCohorts.map(({ cell }) => cell),
    bySource: new Map([...bySource].map(([source, cells]) => [source, summedAll(cells.map(({ cell }) => cell))])),
    entered: enteredByDay(stayed.map(({ cell }) => cell)),
  }
}

function asError({ path, message, mend }: Finding): { pointer: string; detail: string } {
  return { pointer: `/plan${pointerOf(path)}`, detail: mend ? `${message}: ${mend}` : message }
}
