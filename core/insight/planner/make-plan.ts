import Fraction from 'fraction.js'
import { dateOf, mondayOf } from '../iso-week.ts'
import { againstPlan, type Comparison } from './against-plan.ts'
import { type Shares, sharesOf } from './by-itself.ts'
import { forecastOf } from './forecast.ts'
import type {
  MadePlan,
  PlannedRate,
  PlannedSensitivity,
  PlannedShares,
  PlannedStage,
  PlannedWeek,
} from './made-plan.ts'
import { moneyText } from './money.ts'
import { dealsFor, type Needed, neededOf, tooEarly } from './needed.ts'
import { daysToCustomer, type Outline, outlineOf } from './outline.ts'
import { type Pace, paceOf } from './pace.ts'
import type { Plan } from './plan.ts'
import { alarmsOf, forecastWords, notesOf, sensitivityWords, sharesWords } from './plan-words.ts'
import { type PlannedLine, plannedLines } from './planned-lines.ts'
import type { Rate } from './rate.ts'
import { sensitivityOf } from './sensitivity.ts'
import { costOfControllable, mostCost, sourceCosts } from './source-costs.ts'
import { lengthOf, weeksOf } from './spread.ts'

/** Works out a plan that was found possible (`findInPlan`), at a time in ms. */
export function makePlan(plan: Plan, nowMs: number): MadePlan {
  const outline = outlineOf(plan, nowMs)
  const needed = neededOf(outline)
  const [first] = needed as [Needed, ...Needed[]]
  const lines = plannedLines(outline, needed)
  const paces = plan.sources.map((source) => paceOf(source, first.stage))
  const controlled = (yes: boolean) => paces.filter((_, index) => plan.sources[index]?.controllable === yes)
  const shares = paces.length > 0 ? sharesOf(first, controlled(false)) : undefined
  const forecast = forecastOf(plan, outline, needed, paces)
  const comparison = againstPlan(plan, outline, lines)
  const most = mostCost(outline.deal, outline.margin, first.toCustomer.value)
  const { goal, currency } = plan
  const made: Omit<MadePlan, 'notes' | 'alarms'> = {
    id: plan.id,
    ...(plan.description !== undefined && { description: plan.description }),
    zone: plan.zone,
    currency,
    today: dateOf(outline.today),
    made: dateOf(outline.made),
    goal: {
      revenue: moneyText(new Fraction(goal.revenue), currency),
      won: moneyText(new Fraction(goal.won), currency),
      from: dateOf(outline.goal.first),
      to: dateOf(outline.goal.last),
      ...(goal.in !== undefined && { in: goal.in }),
    },
    deal: { size: moneyText(outline.deal, currency), margin: plan.deal.margin },
    deals: Number(dealsFor(outline)),
    stages: needed.map((one) => plannedStage(outline, one)),
    pipeline: { customers: first.expected.valueOf(), tooEarly: tooEarly(outline) },
    ...(shares && { shares: plannedShares(plan, outline, first, shares, controlled(true)) }),
    weeks: plannedWeeks(plan, outline, lines, shares),
    sensitivity: plannedSensitivity(plan, outline, first),
    sources: sourceCosts(plan, first.stage, most),
    ...(comparison && { actual: plannedActual(comparison, currency) }),
    ...(forecast && { forecast: { ...forecast, says: forecastWords(forecast) } }),
  }
  return { ...made, notes: notesOf(made), alarms: alarmsOf(made) }
}

function plannedStage(outline: Outline, { stage, total, interval, days, toCustomer }: Needed): PlannedStage {
  const step = outline.steps.find(({ from }) => from === stage)
  const most = mostCost(outline.deal, outline.margin, toCustomer.value)
  return {
    stage,
    needed: Number(total),
    ...(interval && { low: Number(interval.low), high: Number(interval.high) }),
    perWeek: perWeek(Number(total), lengthOf(days)),
    from: dateOf(days.first),
    to: dateOf(days.last),
    takesDays: daysToCustomer(outline, stage),
    ...(step && { next: { stage: step.to, ...plannedRate(step.rate) } }),
    toCustomer: plannedRate(toCustomer),
    // No coin more than earns.
    mostCost: moneyText(most, outline.currency, 'down'),
  }
}

function plannedRate({ value, interval }: Rate): PlannedRate {
  return { rate: value.valueOf(), ...interval }
}

function plannedShares(
  plan: Plan,
  { today, currency }: Outline,
  first: Needed,
  { byItself, controllable: { total, low, high }, surplus }: Shares,
  controllable: readonly Pace[],
): PlannedShares {
  const { stage, days } = first
  const each = costOfControllable(plan, stage)
  const now = controllable
    .filter(({ active }) => active.first <= today && today <= active.last)
    .reduce((sum, { perDay }) => sum.add(perDay), new Fraction(0))
  const planned = {
    byItself: { expected: byItself.value.valueOf(), low: byItself.low, high: byItself.high },
    controllable: {
      total: Number(total),
      low: Number(low),
      high: Number(high),
      perWeek: perWeek(Number(total), lengthOf(days)),
      paceNow: now.mul(7).valueOf(),
    },
    surplus: Number(surplus),
    ...(each && { cost: moneyText(each.mul(total), currency) }),
  }
  return { ...planned, says: sharesWords(planned, first, currency) }
}

function plannedWeeks(
  { actual, currency }: Plan,
  { made, goal }: Outline,
  lines: readonly PlannedLine[],
  shares: Shares | undefined,
): PlannedWeek[] {
  return weeksOf({ first: made, last: goal.last }).map(({ week, days }) => {
    const share = shares?.weeks.find((one) => one.week === week)
    const { week: _, ...came } = actual.find((one) => one.week === week) ?? {}
    const here = lines.map(({ what, byWeek }) => [what, byWeek.get(week)] as const)
    return {
      week,
      monday: dateOf(mondayOf(days.first)),
      needed: Object.fromEntries(
        here.flatMap(([what, count]) => (what === 'revenue' || !count ? [] : [[what, count.valueOf()]])),
      ),
      revenue: moneyText(here.find(([what]) => what === 'revenue')?.[1] ?? new Fraction(0), currency),
      ...(share && { byItself: share.byItself.round(2).valueOf(), controllable: Number(share.controllable) }),
      ...(Object.keys(came).length > 0 && { actual: came }),
    }
  })
}

function plannedSensitivity(plan: Plan, outline: Outline, first: Needed): PlannedSensitivity[] {
  return sensitivityOf(outline, plan['what-if'], first.total).map((one) => {
    const { needed, more, days, ...rest } = one
    return {
      ...rest,
      ...(needed !== undefined && { needed: Number(needed) }),
      ...(more !== undefined && { more: Number(more) }),
      says: sensitivityWords(one, outline, first),
    }
  })
}

function plannedActual({ figures, missing, running }: Comparison, currency: string): NonNullable<MadePlan['actual']> {
  return {
    figures: figures.map(({ what, planned, actual, left, daysLeft }) => {
      const written = (value: Fraction) => (what === 'revenue' ? moneyText(value, currency) : value.valueOf())
      return {
        what,
        planned: written(planned),
        actual: written(actual),
        left: written(left),
        ...(daysLeft > 0 && { perWeekLeft: written(left.mul(7).div(Math.max(7, daysLeft))) }),
      }
    }),
    missing,
    running,
  }
}

function perWeek(count: number, days: number): number {
  return days === 0 ? 0 : (count * 7) / Math.max(7, days)
}
