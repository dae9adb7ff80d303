import { error, type Finding, type Path } from '../../content/problem.ts'
import { type Stage, stages } from '../../leads/lead.ts'
import { dateOf, dayOf, daysOfMonth, mondayOf, mondayOfWeek } from '../iso-week.ts'
import { digitsOf, isPayable } from './money.ts'
import { neededOf } from './needed.ts'
import { daysIn, daysToCustomer, type Outline, outlineOf, stagesOf } from './outline.ts'
import type { Plan, Source } from './plan.ts'
import { countsIn, partIn } from './rate.ts'

/** No plan is longer, in days. */
const longest = 5 * 366

/** What is impossible in a plan at a time in ms, each with what to do about it. */
export function findInPlan(plan: Plan, nowMs: number): Finding[] {
  const outline = outlineOf(plan, nowMs)
  const found = [
    ...inMoney(plan),
    ...inFunnel(plan),
    ...inGoal(plan, outline),
    ...plan.sources.flatMap((source, index) => inSource(source, ['sources', index], plan, outline)),
    ...twice(
      plan.sources.map(({ id }) => id),
      (index) => ['sources', index, 'id'],
      'another source has this id',
    ),
    ...inPipeline(plan, outline),
    ...inActual(plan, outline),
    ...inWhatIf(plan, outline),
  ]
  // How long it takes can be told only of a funnel that is one.
  return found.length > 0 ? found : [...inTime(plan, outline), ...inNumber(outline)]
}

/** More than anybody has, and more than can be told exactly. */
const atMost = 1_000_000_000n

function inNumber(outline: Outline): Finding[] {
  if (neededOf(outline).every(({ total }) => total <= atMost)) return []
  return [
    error(
      ['deal', 'size'],
      'more than a billion leads would be needed',
      'look for a wrong digit in goal, deal or funnel',
    ),
  ]
}

function inMoney({ currency, goal, deal, sources, actual, 'what-if': whatIf }: Plan): Finding[] {
  const amounts: [Path, string | undefined][] = [
    [['goal', 'revenue'], goal.revenue],
    [['goal', 'won'], goal.won],
    [['deal', 'size'], deal.size],
    ...sources.flatMap(({ costs, counted }, index): [Path, string | undefined][] => [
      [['sources', index, 'counted', 'revenue'], counted?.revenue],
      ...Object.entries(costs).map(([month, cost]): [Path, string] => [['sources', index, 'costs', month], cost]),
    ]),
    ...actual.map(({ revenue }, index): [Path, string | undefined] => [['actual', index, 'revenue'], revenue]),
    ...whatIf.map(({ deal }, index): [Path, string | undefined] => [['what-if', index, 'deal'], deal]),
  ]
  return amounts.flatMap(([path, written]) => {
    if (written === undefined || isPayable(written, currency)) return []
    const digits = digitsOf(currency)
    const has =
      digits === 0 ? `${currency} has no smaller coin than 1` : `${currency} has ${digits} digits behind the point`
    return [error(path, has, 'round it to what can be paid')]
  })
}

function inFunnel({ funnel, deal, goal, 'what-if': whatIf }: Plan): Finding[] {
  const nothing = (path: Path) =>
    error(path, 'at 0 % nobody ever goes on, whatever comes in', 'write the part that does')
  const chain = funnel.flatMap(({ from, to, rate, counted }, index): Finding[] => {
    const path = ['funnel', index] as const
    const before = funnel[index - 1]
    const { reached, leads } = countsIn(counted ?? '1 of 1')
    return [
      ...(stages.indexOf(to) <= stages.indexOf(from)
        ? [
            error(
              [...path, 'to'],
              `${to} does not come after ${from}`,
              `the stages are, in this order: ${stages.join(', ')}`,
            ),
          ]
        : []),
      ...(before && before.to !== from
        ? [
            error(
              [...path, 'from'],
              `the step before ends at ${before.to}`,
              `write "from: ${before.to}": each step begins where the one before ends`,
            ),
          ]
        : []),
      ...(index === funnel.length - 1 && to !== 'customer'
        ? [error([...path, 'to'], 'the last step must end at customer', 'add the steps up to it')]
        : []),
      ...(rate !== undefined && partIn(rate).equals(0) ? [nothing([...path, 'rate'])] : []),
      ...(reached > leads
        ? [error([...path, 'counted'], 'more went on than there were', 'count of those who came in how many went on')]
        : []),
      ...(reached === 0
        ? [
            error(
              [...path, 'counted'],
              'nobody went on yet, so nothing can be planned by it',
              'count over a longer time, or type in "rate: … %"',
            ),
          ]
        : []),
    ]
  })
  return [
    ...chain,
    ...whatIf.flatMap(({ rate }, index) =>
      rate !== undefined && partIn(rate).equals(0) ? [nothing(['what-if', index, 'rate'])] : [],
    ),
    ...(partIn(deal.margin).equals(0)
      ? [
          error(
            ['deal', 'margin'],
            'a deal that earns nothing pays for no lead',
            'write what is left of a deal, in percent',
          ),
        ]
      : []),
    ...(Number(deal.size) === 0
      ? [error(['deal', 'size'], 'deals of nothing never add up', 'write what a deal brings')]
      : []),
    ...(Number(goal.revenue) === 0
      ? [error(['goal', 'revenue'], 'a goal of nothing needs no plan', 'write what is to be won')]
      : []),
  ]
}

function inGoal({ goal, made }: Plan, { goal: days, today, revenue, made: madeDay }: Outline): Finding[] {
  const at: Path = goal.in === undefined ? ['goal', 'to'] : ['goal', 'in']
  if (days.last < days.first) return [error(at, '"to" lies before "from"', 'write the first and the last day')]
  return [
    ...(days.last - days.first >= longest
      ? [error(at, 'the goal is longer than five years', 'plan a nearer goal')]
      : []),
    ...(days.last < today
      ? [
          error(
            at,
            `the goal is in the past: it ended on ${dateOf(days.last)}`,
            `set one that ends after ${dateOf(today)}`,
          ),
        ]
      : []),
    ...(made !== undefined && madeDay > today
      ? [
          error(
            ['made'],
            'this day is yet to come',
            `write the day from which the plan counts, at most ${dateOf(today)}`,
          ),
        ]
      : []),
    ...(made !== undefined && madeDay < days.first - longest
      ? [error(['made'], 'that is more than five years before the goal', 'write the day from which the plan counts')]
      : []),
    ...(Number(goal.revenue) > 0 && revenue.lte(0)
      ? [error(['goal', 'won'], 'the goal is reached already', 'set a higher goal, or the next one')]
      : []),
  ]
}

/** Who comes in too late is no customer in time. */
function inTime({ goal }: Plan, outline: Outline): Finding[] {
  const left = outline.goal.last - outline.made
  const first = outline.steps[0]?.from ?? 'lead'
  const needs = daysToCustomer(outline, first)
  if (needs <= left) return []
  const later = stagesOf(outline).find((stage) => daysToCustomer(outline, stage) <= left) ?? 'customer'
  const begin =
    later === 'customer'
      ? ''
      : `, or let the funnel begin at ${later} (${daysToCustomer(outline, later)} days to go from there)`
  const mend = `set an end on or after ${dateOf(outline.made + needs)}, shorten what steps take${begin}`
  const says = `a ${first} takes ${needs} days to become a customer, and the goal ends ${left} days after the plan is made: nobody who comes now is a customer in time`
  return [error(goal.in === undefined ? ['goal', 'to'] : ['goal', 'in'], says, mend)]
}

function inSource(source: Source, path: Path, plan: Plan, outline: Outline): Finding[] {
  const { counted, starts, ends, costs } = source
  const order: Finding[] =
    starts !== undefined && ends !== undefined && ends < starts
      ? [error([...path, 'ends'], 'it ends before it starts', 'write the first and the last day')]
      : []
  const months = Object.keys(costs)
  if (!counted) {
    const mend = 'write "counted" with the days of these months, so that it is known what the money brought'
    return months.length > 0
      ? [...order, error([...path, 'costs'], 'what came for this money was not counted', mend)]
      : order
  }
  const [from, to] = [dayOf(counted.from), dayOf(counted.to)]
  const first = plan.funnel[0]?.from ?? 'lead'
  const outside = months.filter((month) => daysOfMonth(month).first < from || daysOfMonth(month).last > to)
  return [
    ...order,
    ...(to < from
      ? [error([...path, 'counted', 'to'], '"to" lies before "from"', 'write the first and the last day')]
      : []),
    ...(to > outline.today
      ? [
          error(
            [...path, 'counted', 'to'],
            'these days are not over yet',
            `count up to ${dateOf(outline.today)} at most`,
          ),
        ]
      : []),
    ...(counted[first] === undefined
      ? [
          error(
            [...path, 'counted'],
            `it does not say how many of stage ${first} came`,
            `add "${first}: …", which the funnel begins with`,
          ),
        ]
      : []),
    ...notPlanned(counted, [...path, 'counted'], outline),
    ...outside.map((month) =>
      error(
        [...path, 'costs', month],
        'this month does not lie wholly within the days that were counted',
        'count the same months that were paid for',
      ),
    ),
  ]
}

function inPipeline({ pipeline }: Plan, outline: Outline): Finding[] {
  return Object.keys(pipeline).flatMap((stage) =>
    stage === 'customer'
      ? [error(['pipeline', stage], 'customers are no pipeline', 'write what was won as "won" of the goal')]
      : notPlanned({ [stage]: 0 }, ['pipeline'], outline),
  )
}

function inActual({ actual, made }: Plan, outline: Outline): Finding[] {
  const firstMonday = mondayOf(outline.made)
  const thisMonday = mondayOf(outline.today)
  const needsMade: Finding[] =
    actual.length > 0 && made === undefined
      ? [
          error(
            ['actual'],
            'a plan that is made anew each day can’t be held against what came',
            'add "made" with the day from which the plan counts',
          ),
        ]
      : []
  return [
    ...needsMade,
    ...actual.flatMap((row, index): Finding[] => {
      const monday = mondayOfWeek(row.week)
      const path: Path = ['actual', index]
      if (monday === undefined)
        return [error([...path, 'week'], 'there is no such week in that year', 'write an ISO week like 2026-W48')]
      if (monday < firstMonday)
        return [
          error([...path, 'week'], 'this week was over when the plan was made', 'take it out, or set "made" earlier'),
        ]
      if (monday > thisMonday) return [error([...path, 'week'], 'this week is yet to come', 'take it out')]
      return notPlanned(row, path, outline)
    }),
    ...twice(
      actual.map(({ week }) => week),
      (index) => ['actual', index, 'week'],
      'this week is there twice',
    ),
  ]
}

function inWhatIf({ 'what-if': whatIf }: Plan, outline: Outline): Finding[] {
  return whatIf.flatMap(({ step, takes, deal }, index): Finding[] => {
    const path: Path = ['what-if', index]
    const begins = outline.steps.map(({ from }) => from)
    return [
      ...(step !== undefined && !begins.includes(step)
        ? [error([...path, 'step'], 'no step of the funnel begins at this stage', `they begin at ${begins.join(', ')}`)]
        : []),
      ...(deal !== undefined && Number(deal) === 0
        ? [error([...path, 'deal'], 'deals of nothing never add up', 'write what a deal would bring')]
        : []),
      ...(takes !== undefined && daysIn(takes) > longest
        ? [error([...path, 'takes'], 'that is longer than five years', 'write how long it would take')]
        : []),
    ]
  })
}

/** Figures of stages that the plan leaves out would count nowhere. */
function notPlanned(figures: Readonly<Record<string, unknown>>, path: Path, outline: Outline): Finding[] {
  const planned = stagesOf(outline)
  return stages
    .filter((stage: Stage) => figures[stage] !== undefined && !planned.includes(stage))
    .map((stage) =>
      error(
        [...path, stage],
        `the funnel of this plan has no ${stage}`,
        `take it out; planned with are ${planned.join(', ')}`,
      ),
    )
}

function twice(values: readonly string[], path: (index: number) => Path, message: string): Finding[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [error(path(index), message, 'take one of them out')] : [],
  )
}
