import {
  articled,
  countWords,
  dateWords,
  daysWords,
  moneyWords,
  nameOf,
  oneDigit,
  percentWords,
  rateWords,
} from '../core/insight/planner/in-words.ts'
import type { MadePlan } from '../core/insight/planner/made-plan.ts'
import { capital } from './capital.ts'
import { bad, bold, dim, table, warning } from './output.ts'

/** A plan for a terminal: stage by stage, week by week from this one on, then what must be known of it. */
export function showPlan(plan: MadePlan, weeks: number): string {
  const parts = [
    headOf(plan),
    stageTable(plan),
    ...(plan.shares ? [plan.shares.says] : []),
    weekTable(plan, weeks),
    ...(plan.actual ? [actualTable(plan)] : []),
    ...(plan.sources.length > 0 ? [sourceTable(plan)] : []),
    titled(
      'What if',
      plan.sensitivity.map(({ says }) => says),
    ),
    ...(plan.forecast && plan.forecast.below === undefined ? [titled('Forecast', [plan.forecast.says])] : []),
    ...(plan.notes.length > 0 ? [titled('Notes', plan.notes)] : []),
    ...(plan.alarms.length > 0
      ? [[bold('Look at this'), ...plan.alarms.map((one) => `  ${warning(one)}`)].join('\n')]
      : []),
  ]
  return parts.join('\n\n')
}

function headOf({ id, description, goal, currency, deal, deals, made, today, stages, zone }: MadePlan): string {
  const [first] = stages
  const period = `from ${dateWords(goal.from)} to ${dateWords(goal.to)}${goal.in === undefined ? '' : ` (${goal.in})`}`
  const won = /[1-9]/.test(goal.won) ? `, of which ${moneyWords(goal.won, currency)} are won` : ''
  const many = `${countWords(deals, 'customer')} at ${moneyWords(deal.size, currency)} each, ${deal.margin} of it margin`
  return [
    `${bold(id)}${description === undefined ? '' : `  ${description}`}`,
    `${moneyWords(goal.revenue, currency)} ${period}${won}: ${many}.`,
    ...(first
      ? [
          `${capital(articled(first.stage))} takes ${daysWords(first.takesDays)} to become a customer, so the last must be in by ${dateWords(first.to)}.`,
        ]
      : []),
    dim(
      `Planned from ${dateWords(made)}${made === today ? '' : `, seen on ${dateWords(today)}`}; weeks are ISO weeks in ${zone}.`,
    ),
  ].join('\n')
}

function stageTable({ stages, currency }: MadePlan): string {
  const rows = stages.map((one) => ({
    stage: nameOf(one.stage),
    needed: one.needed.toLocaleString('en'),
    '95 %': one.low === undefined ? '' : `${one.low.toLocaleString('en')} to ${(one.high ?? 0).toLocaleString('en')}`,
    'a week': oneDigit(one.perWeek),
    from: one.from,
    to: one.to,
    'to next': one.next ? rateWords(one.next) : '',
    'to customer': one.next ? rateWords(one.toCustomer) : '',
    'may cost': moneyWords(one.mostCost, currency),
  }))
  return table(rows, ['stage', 'needed', '95 %', 'a week', 'from', 'to', 'to next', 'to customer', 'may cost'], '')
}

function weekTable({ weeks, stages, shares, today, currency }: MadePlan, count: number): string {
  const ahead = weeks.filter(({ monday }) => Date.parse(monday) + 7 * 86_400_000 > Date.parse(today))
  const shown = ahead.slice(0, count)
  const names = stages.map(({ stage }) => nameOf(stage))
  const rows = shown.map(({ week, monday, needed, byItself, controllable, revenue }) => ({
    week,
    from: monday,
    ...Object.fromEntries(stages.map(({ stage }) => [nameOf(stage), needed[stage] ?? ''])),
    'by itself': byItself === undefined ? '' : oneDigit(byItself),
    'to bring': controllable,
    revenue: Number(revenue) > 0 ? moneyWords(Number(revenue).toFixed(0), currency) : '',
  }))
  const columns = ['week', 'from', ...names, ...(shares ? ['by itself', 'to bring'] : []), 'revenue']
  const rest = ahead.length - shown.length
  return [
    table(rows, columns, 'No week is shown.'),
    ...(rest > 0
      ? [dim(`… and ${rest} more until ${weeks.at(-1)?.week}: --weeks ${ahead.length} shows all, --html plots them.`)]
      : []),
  ].join('\n')
}

function actualTable({ actual, currency }: MadePlan): string {
  const written = (value: number | string | undefined) =>
    typeof value === 'string' ? moneyWords(value, currency) : value === undefined ? 'too late' : oneDigit(value)
  const rows = (actual?.figures ?? []).map(({ what, planned, actual: came, left, perWeekLeft }) => ({
    'so far': what === 'revenue' ? what : nameOf(what),
    planned: written(planned),
    actual: written(came),
    'to come': written(left),
    'a week': written(perWeekLeft),
  }))
  return table(rows, ['so far', 'planned', 'actual', 'to come', 'a week'], 'No week has figures.')
}

function sourceTable({ sources, currency }: MadePlan): string {
  const money = (amount: string | undefined) => (amount === undefined ? '' : moneyWords(amount, currency))
  const rows = sources.map(({ source, origin, cost, per, return: earned, tooDear }) => ({
    source,
    origin,
    cost: money(cost),
    'a lead': money(per.lead),
    'an MQL': money(per.mql),
    'an SQL': money(per.sql),
    'a customer': money(per.customer),
    return: earned === undefined ? '' : percentWords(earned),
    '': tooDear ? bad('too dear') : '',
  }))
  return table(rows, ['source', 'origin', 'cost', 'a lead', 'an MQL', 'an SQL', 'a customer', 'return', ''], '')
}

function titled(title: string, sentences: readonly string[]): string {
  return [bold(title), ...sentences.map((one) => `  ${one}`)].join('\n')
}
