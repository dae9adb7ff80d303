import { dateOf } from '../iso-week.ts'
import type { Forecast } from './forecast.ts'
import { articled, countWords, dateWords, daysWords, moneyWords, nameOf, oneDigit } from './in-words.ts'
import type { MadePlan, PlannedShares } from './made-plan.ts'
import type { Needed } from './needed.ts'
import type { Outline } from './outline.ts'
import type { Sensitivity } from './sensitivity.ts'

type Unsaid = Omit<MadePlan, 'notes' | 'alarms'>

/** "At 3 % instead of 4 % you need 210 more leads by June." */
export function sensitivityWords(one: Sensitivity, { currency }: Outline, first: Needed): string {
  const figure = figureWords(one, currency)
  if (one.more === undefined || !one.days) {
    return `${figure}, nobody who comes in from now on is a customer in time.`
  }
  const by = dateWords(dateOf(one.days.last))
  if (one.what === 'takes') {
    const perWeek = (total: bigint, { first, last }: Needed['days']) =>
      oneDigit((Number(total) * 7) / Math.max(7, last - first + 1))
    const now = `${perWeek(one.needed ?? 0n, one.days)} a week instead of ${perWeek(first.total, first.days)}`
    return `${figure}, ${nameOf(first.stage)} must be in by ${by}: ${now}.`
  }
  if (one.more === 0n) return `${figure}, you need as many ${nameOf(first.stage)} as before.`
  const count = Number(one.more < 0n ? -one.more : one.more)
  const more = `${count.toLocaleString('en')} ${one.more < 0n ? (count === 1 ? 'less' : 'fewer') : 'more'}`
  return `${figure}, you need ${more} ${nameOf(first.stage, count)} by ${by}.`
}

function figureWords({ what, from = 'lead', to = 'customer', instead, of }: Sensitivity, currency: string): string {
  const step = `from ${nameOf(from, 1)} to ${nameOf(to, 1)}`
  if (what === 'rate') return `At ${instead} instead of ${of} ${step}`
  if (what === 'takes') return `If it takes ${instead} instead of ${of} ${step}`
  return `With deals of ${moneyWords(instead, currency)} instead of ${moneyWords(of, currency)}`
}

/** What the forecast of qualified leads says beside the plan. */
export function forecastWords({ stage, weeks, below, mayBeBelow }: Forecast): string {
  const last = weeks.at(-1)
  if (!last) return ''
  const names = nameOf(stage)
  const whole = (count: number) => Math.round(count).toLocaleString('en')
  const between = last.low === last.high ? '' : ` (between ${whole(last.low)} and ${whole(last.high)})`
  const sum = `If all goes on as it did, ${whole(last.expected)} ${names} will have come by ${last.week}${between}, and ${whole(last.planned)} are planned`
  const there = weeks.find(({ week }) => week === below)
  if (there) {
    const then = `${whole(there.expected)} expected, ${whole(there.planned)} planned`
    return `The forecast of ${names} falls below the plan in ${there.week}: ${then}. ${sum}.`
  }
  const doubt = mayBeBelow === undefined ? '' : ` From ${mayBeBelow} on fewer can’t be ruled out.`
  return `The forecast of ${names} keeps up with the plan. ${sum}.${doubt}`
}

/** What of the leads comes by itself, and what controllable sources must bring. */
export function sharesWords(
  { byItself, controllable, cost }: Omit<PlannedShares, 'says'>,
  { stage, total }: Pick<Needed, 'stage' | 'total'>,
  currency: string,
): string {
  const round = (count: number) => Math.round(count).toLocaleString('en')
  const between = byItself.low === byItself.high ? '' : ` (between ${round(byItself.low)} and ${round(byItself.high)})`
  const paid =
    cost === undefined
      ? ''
      : `, for about ${moneyWords(Number(Number(cost).toPrecision(3)).toFixed(0), currency)} at what they cost lately`
  const bring = `${controllable.total.toLocaleString('en')}, ${oneDigit(controllable.perWeek)} a week${paid}`
  return `Of the ${countWords(Number(total), stage)}, ${round(byItself.expected)} come by themselves${between}; controllable sources must bring ${bring}.`
}

/** What must not be overlooked. */
export function alarmsOf({ shares, forecast, stages, sources, currency }: Unsaid): string[] {
  const [first] = stages
  const alarms: string[] = []
  if (forecast?.below !== undefined) alarms.push(forecast.says)
  if (shares && first) {
    const { perWeek, paceNow, total } = shares.controllable
    if (total > 0 && paceNow < perWeek) {
      alarms.push(
        `Controllable sources bring ${oneDigit(paceNow)} ${nameOf(first.stage)} a week now and must bring ${oneDigit(perWeek)}.`,
      )
    }
  }
  for (const { source, each, tooDear } of sources) {
    if (!tooDear || !first) continue
    const most = `${articled(first.stage)} may cost ${moneyWords(first.mostCost, currency)} at most`
    const paid =
      each === undefined
        ? `${source} brought none for its money`
        : `${source} costs ${moneyWords(each, currency)} for each`
    alarms.push(`${paid}: ${most}.`)
  }
  return alarms
}

/** What is to be known of the figures. */
export function notesOf({ pipeline, shares, stages, actual, goal, deals, made, today }: Unsaid): string[] {
  const [first] = stages
  if (!first) return []
  const notes: string[] = []
  if (pipeline.customers > 0) {
    const few = oneDigit(pipeline.customers)
    const enough = pipeline.customers >= deals ? ': the pipeline alone reaches the goal' : ''
    notes.push(`${few} of the ${countWords(deals, 'customer')} are expected of the pipeline${enough}.`)
  }
  for (const stage of pipeline.tooEarly) {
    notes.push(`The ${nameOf(stage)} of the pipeline are left out: they are customers before ${dateWords(goal.from)}.`)
  }
  if (shares && shares.surplus > 0) {
    notes.push(
      `More comes by itself than is needed: ${countWords(shares.surplus, first.stage)} beyond the plan${shares.controllable.total === 0 ? ', so controllable sources need not bring any' : ', but too late for some weeks'}.`,
    )
  }
  for (const { stage, from, takesDays } of stages) {
    if (stage !== 'customer' && from === made && takesDays > daysBetween(made, goal.from)) {
      notes.push(
        `The plan begins ${daysWords(takesDays - Math.max(0, daysBetween(made, goal.from)))} late for ${nameOf(stage)} that become customers on the first days of the goal: they have to come in less time.`,
      )
      break
    }
  }
  for (const { stage, to } of stages) {
    if (to < today && stage !== 'customer')
      notes.push(
        `Who becomes ${articled(stage)} from now on is no customer in time: the last day was ${dateWords(to)}.`,
      )
  }
  for (const week of actual?.missing ?? []) notes.push(`There are no figures for ${week}: it is held against nothing.`)
  return notes
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
