import { error, type Finding, type Path } from '../../content/problem.ts'
import { isMap } from '../../is-map.ts'
import { type Stage, stages } from '../../leads/lead.ts'
import { type FunnelCell, revenueOf, type Stays } from '../funnel/funnel-cells.ts'
import { timeInStage } from '../funnel/time-in-stage.ts'
import { type Day, dateOf, dayOf, daysOfMonth, mondayOf } from '../iso-week.ts'
import { monthsBetween, plusMonths } from '../month.ts'
import { digitsOf } from './money.ts'
import type { Cohorts } from './plan-asked.ts'
import { weeksOf } from './spread.ts'

/** What the company's own funnel says of these months, and of the weeks that came since a plan was made. */
export interface OwnFigures {
  readonly from: string
  readonly to: string
  readonly today: Day
  readonly all: FunnelCell
  /** Month by month. */
  readonly stays: readonly Stays[]
  readonly bySource: ReadonlyMap<string, FunnelCell>
  /** Of leads of all months: how many came into each stage, by day. */
  readonly entered: Readonly<Partial<Record<Stage, ReadonlyMap<Day, number>>>>
}

/** The months that are meant, in a month like `2026-11` that is not over. */
export function monthsOf(given: Cohorts, thisMonth: string): { from: string; to: string } {
  if ('last' in given) return { from: plusMonths(thisMonth, -given.last), to: plusMonths(thisMonth, -1) }
  return { from: given.from, to: given.to }
}

/** What is wrong with the months that are asked for. */
export function problemOfMonths({ from, to }: { from: string; to: string }, thisMonth: string): string | undefined {
  if (monthsBetween(from, to) < 1) return 'the last month lies before the first'
  if (monthsBetween(from, to) > 60) return 'at most 60 months at once'
  return to >= thisMonth ? 'take months that are over: of this one more will come' : undefined
}

/**
 * A plan, as it was written, with own figures for what it leaves out: conversions and how long they take (half have gone on by then), what its sources brought, and
 * what came each week since it was made. What is written stays. What can't be told yet is a finding, with what to do.
 */
export function withOwnFigures(
  plan: Readonly<Record<string, unknown>>,
  own: OwnFigures,
): { plan: Record<string, unknown>; findings: Finding[] } {
  const findings: Finding[] = []
  const steps = listIn(plan.funnel).map((step, index) =>
    isWritten(step) ? filledStep(step, ['funnel', index], own, findings) : step,
  )
  const planned = new Set([...steps.map((step) => isWritten(step) && step.from), 'customer'].filter(isStage))
  const sources = listIn(plan.sources).map((source) =>
    isWritten(source) ? filledSource(source, own, planned, String(plan.currency)) : source,
  )
  const actual =
    plan.actual === undefined && typeof plan.made === 'string' ? actualOf(plan.made, own, planned) : undefined
  return {
    plan: {
      ...plan,
      ...(Array.isArray(plan.funnel) && { funnel: steps }),
      ...(Array.isArray(plan.sources) && { sources }),
      ...(actual && { actual }),
    },
    findings,
  }
}

type Written = Readonly<Record<string, unknown>>

function filledStep(step: Written, path: Path, own: OwnFigures, findings: Finding[]): Written {
  const { from, to } = step
  if (!isStage(from) || !isStage(to)) return step
  const told = step.rate !== undefined || step.counted !== undefined
  const [leads, reached] = [own.all.reached?.[from] ?? 0, own.all.reached?.[to] ?? 0]
  const takes = step.takes ?? takesOf(from, to, own)
  if (!told && leads === 0) {
    const mend = 'ask for other months, or type in "rate"'
    findings.push(error(path, `no ${from} came from ${own.from} to ${own.to}`, mend))
  }
  if (takes === undefined) {
    const mend = 'ask for earlier months, or type in "takes"'
    findings.push(
      error(
        path,
        `of those who came from ${own.from} to ${own.to} nobody went on from ${from}, so it is not known how long that takes`,
        mend,
      ),
    )
  }
  return {
    ...step,
    ...(!told && leads > 0 && { counted: `${reached} of ${leads}` }),
    ...(takes !== undefined && { takes }),
  }
}

/** How long it takes to get from a stage to a later one: half have gone on by then, stage by stage. */
function takesOf(from: Stage, to: Stage, { stays, today }: OwnFigures): string | undefined {
  const between = stages.slice(stages.indexOf(from), stages.indexOf(to))
  const days = between.map((stage) => medianOfThoseWhoWent(stays, stage, today))
  const known = days.filter((one) => one !== undefined)
  return known.length === 0 || days[0] === undefined ? undefined : `${known.reduce((sum, one) => sum + one, 0)}d`
}

/** Of those who go on; most of a funnel never does, and says nothing of how long the others take. */
function medianOfThoseWhoWent(months: readonly Stays[], stage: Stage, today: Day): number | undefined {
  const went = months.map((stays): Stays => ({ [stage]: whoWent(stays[stage] ?? {}) }))
  return timeInStage(went, stage, today).median?.days
}

function whoWent(byDay: NonNullable<Stays[Stage]>): NonNullable<Stays[Stage]> {
  return Object.fromEntries(
    Object.entries(byDay).flatMap(([day, { left }]) => {
      const entered = Object.values(left ?? {}).reduce((sum, many) => sum + many, 0)
      return left && entered > 0 ? [[day, { entered, left }]] : []
    }),
  )
}

function filledSource(source: Written, own: OwnFigures, planned: ReadonlySet<Stage>, currency: string): Written {
  if (source.counted !== undefined || source['per-week'] !== undefined) return source
  const cell = own.bySource.get(String(source.id)) ?? {}
  const came = stages.filter((stage) => planned.has(stage)).map((stage) => [stage, cell.reached?.[stage] ?? 0] as const)
  const counted = {
    from: dateOf(daysOfMonth(own.from).first),
    to: dateOf(daysOfMonth(own.to).last),
    ...Object.fromEntries(came),
    revenue: revenueOf(cell).toFixed(isCurrency(currency) ? digitsOf(currency) : 2),
  }
  return { ...source, counted }
}

/** What came into each stage, week by week since the plan was made. The week that runs counts as far as it is. */
function actualOf(made: string, { today, entered }: OwnFigures, planned: ReadonlySet<Stage>): Written[] | undefined {
  const first = dayOf(made)
  if (Number.isNaN(first) || first > today) return undefined
  return weeksOf({ first: mondayOf(first), last: today }).map(({ week, days }) => ({
    week,
    ...Object.fromEntries(
      [...planned]
        .filter((stage) => entered[stage])
        .map((stage) => {
          const byDay = entered[stage] ?? new Map<Day, number>()
          let came = 0
          for (let day = days.first; day <= days.last; day += 1) came += byDay.get(day) ?? 0
          return [stage, came]
        }),
    ),
  }))
}

/** How many came into each stage by day, in these months together. */
export function enteredByDay(months: readonly Stays[]): OwnFigures['entered'] {
  const entered: Partial<Record<Stage, Map<Day, number>>> = {}
  for (const stays of months) {
    for (const stage of stages) {
      const byDay = entered[stage] ?? new Map<Day, number>()
      for (const [day, stay] of Object.entries(stays[stage] ?? {})) {
        byDay.set(Number(day), (byDay.get(Number(day)) ?? 0) + stay.entered)
      }
      // Nobody stays in the last stage: who came into it is counted among the deals.
      if (stage !== 'customer') entered[stage] = byDay
    }
  }
  return entered
}

/** What is no list stays as it is written, and is refused with the rest. */
function listIn(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : []
}

function isWritten(given: unknown): given is Written {
  return isMap(given)
}

function isStage(given: unknown): given is Stage {
  return stages.some((stage) => stage === given)
}

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code)
}
