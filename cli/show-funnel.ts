import type { FunnelRow, FunnelView, Growth } from '../core/insight/funnel/funnel-view.ts'
import type { MailRate, MailRow } from '../core/insight/funnel/mail-view.ts'
import type { QuantileOfDays } from '../core/insight/funnel/time-in-stage.ts'
import type { VisitorRow } from '../core/insight/funnel/visitors.ts'
import type { Interval } from '../core/insight/two-proportions.ts'
import { type Stage, stages } from '../core/leads/lead.ts'
import { bold, dim, table, warning } from './output.ts'

/** What stands around a funnel, as the API answers it. */
export interface ShownFunnel {
  readonly from: string
  readonly to: string
  readonly by: string
  readonly zone: string
  readonly countedAt?: string
  readonly countingAnew?: true
  /** Absent where leads are told apart by what a browser does not tell. */
  readonly visitors?: readonly VisitorRow[]
  readonly visitorsLeft?: { readonly rows: number; readonly visitors: number }
}

const columnOf: Readonly<Record<Stage, string>> = {
  subscriber: 'all',
  lead: 'leads',
  mql: 'MQL',
  sql: 'SQL',
  opportunity: 'opp.',
  customer: 'won',
}

/** The funnel for a terminal. */
export function showFunnel(shown: FunnelView & ShownFunnel): string {
  const { items, left, growth, by } = shown
  const byMonth = items.some(({ month }) => month !== undefined)
  const withTimes = items.some(({ timeInStage }) => timeInStage !== undefined)
  const named = by === 'all' ? [] : [by]
  const rows = items.map((row) => ({
    month: row.month ?? '',
    [by]: row.value,
    ...Object.fromEntries(stages.map((stage) => [columnOf[stage], row.reached[stage].toLocaleString('en')])),
    'MQL of leads': partOf(row.quality.rate, row.quality.interval),
    'to MQL': daysOf(row.timeInStage?.find(({ stage }) => stage === 'lead')?.median),
    deals: row.deals || '',
    revenue: row.revenue === 0 ? '' : row.revenue.toLocaleString('en'),
  }))
  const columns = [
    ...(byMonth ? ['month'] : []),
    ...named,
    ...stages.map((stage) => columnOf[stage]),
    'MQL of leads',
    ...(withTimes ? ['to MQL'] : []),
    'deals',
    'revenue',
  ]
  const [only] = items
  return [
    headOf(shown),
    table(rows, columns, 'No lead came in these months.'),
    ...(left
      ? [
          dim(
            `${left.rows.toLocaleString('en')} more with ${left.leads.toLocaleString('en')} leads are not shown: --value names one, --from and --to ask for less.`,
          ),
        ]
      : []),
    ...(shown.visitors?.some(({ came }) => came > 0) ? [visitorsOf(shown, shown.visitors)] : []),
    ...(only && items.length === 1 ? [stagesOf(only)] : []),
    ...(growth.some(({ qualified }) => qualified > 0) ? [growthOf(growth)] : []),
  ].join('\n\n')
}

function visitorsOf({ by, visitorsLeft: left }: ShownFunnel, visitors: readonly VisitorRow[]): string {
  const rows = visitors.map(({ month = 'all', value, came, named, rate, interval, already, conversions }) => ({
    month,
    [by]: value,
    visitors: came.toLocaleString('en'),
    'said who they are': withPart(named, rate, interval),
    'leads before': already || '',
    ...Object.fromEntries(
      conversions.map((one) => [columnOf[one.to], withPart(one.reached, one.rate, one.interval)] as const),
    ),
  }))
  const columns = [
    ...(visitors.some(({ month }) => month !== undefined) ? ['month'] : []),
    ...(by === 'all' ? [] : [by]),
    'visitors',
    'said who they are',
    ...(visitors.some(({ already }) => already > 0) ? ['leads before'] : []),
    ...(['lead', 'mql', 'customer'] as const).map((stage) => columnOf[stage]),
  ]
  return [
    bold('Visitors of the website, each once, by its first visit'),
    table(rows, columns, ''),
    ...(left ? [dim(`${left.rows} more with ${left.visitors.toLocaleString('en')} visitors are not shown.`)] : []),
    dim('Browsers that agreed to be tracked. What became of them is of those whose person was no lead before.'),
  ].join('\n')
}

function withPart(many: number, rate: number | undefined, interval: Interval): string {
  return `${many.toLocaleString('en')}  ${partOf(rate, interval)}`.trimEnd()
}

/** One row, stage by stage. */
function stagesOf({ conversions, timeInStage }: FunnelRow): string {
  const rows = conversions.map(({ from, to, leads, reached, rate, interval }) => {
    const time = timeInStage?.find(({ stage }) => stage === from)
    return {
      'from → to': `${columnOf[from]} → ${columnOf[to]}`,
      'went on': `${reached.toLocaleString('en')} of ${leads.toLocaleString('en')}`,
      'with 95 %': partOf(rate, interval),
      'a quarter': daysOf(time?.quarter),
      half: daysOf(time?.median),
      'three quarters': daysOf(time?.threeQuarters),
      'still there': time?.open || '',
      lost: time?.closed || '',
    }
  })
  return table(
    rows,
    ['from → to', 'went on', 'with 95 %', 'a quarter', 'half', 'three quarters', 'still there', 'lost'],
    '',
  )
}

function growthOf(growth: readonly Growth[]): string {
  const all = new Set(growth.map(({ value }) => value)).size === 1
  const rows = growth.map(({ value, month, qualified, growth: grown, interval, running }) => ({
    month,
    of: value,
    qualified: qualified.toLocaleString('en'),
    growth: running ? 'not over' : grown === undefined ? '' : signed(grown),
    '95 %': interval
      ? `${signed(interval.low)} to ${Number.isFinite(interval.high) ? signed(interval.high) : 'any'}`
      : '',
  }))
  return [
    bold('Qualified leads by the month in which they became so'),
    table(rows, ['month', ...(all ? [] : ['of']), 'qualified', 'growth', '95 %'], ''),
  ].join('\n')
}

/** Mails by sequence and step for a terminal. */
export function showMailRows(shown: { readonly items: readonly MailRow[] } & ShownFunnel): string {
  const rows = shown.items.map((row) => ({
    sequence: row.sequence,
    step: row.step,
    delivered: row.delivered.toLocaleString('en'),
    opened: rateOf(row.opened),
    clicked: rateOf(row.clicked),
    unsubscribed: rateOf(row.unsubscribed),
    complained: rateOf(row.complained),
    left: row.exits.exited || '',
    'at goal': row.exits.goal || '',
    finished: row.exits.finished || '',
  }))
  const columns = [
    'sequence',
    'step',
    'delivered',
    'opened',
    'clicked',
    'unsubscribed',
    'complained',
    'left',
    'at goal',
    'finished',
  ]
  return [
    headOf(shown),
    table(rows, columns, 'No mail of a sequence went in these months.'),
    dim('Each lead counts once for a step. Opens are what mail programs report: many open by themselves.'),
  ].join('\n\n')
}

export function headOf({ from, to, zone, countedAt, countingAnew }: ShownFunnel): string {
  const until = countedAt === undefined ? '' : `, counted until ${countedAt.slice(0, 16).replace('T', ' ')} UTC`
  return [
    dim(`${from === to ? from : `${from} to ${to}`}, months in ${zone}${until}`),
    ...(countingAnew ? [warning('It is being counted: figures may be of before, or not whole yet.')] : []),
  ].join('\n')
}

function rateOf({ leads, rate, interval }: MailRate): string {
  if (leads === 0) return ''
  return rate === undefined ? String(leads) : `${leads.toLocaleString('en')}  ${partOf(rate, interval)}`
}

function partOf(rate: number | undefined, interval: Interval | undefined): string {
  if (rate === undefined) return ''
  const percent = (part: number) => (part * 100).toFixed(1)
  return interval ? `${percent(rate)} % (${percent(interval.low)}–${percent(interval.high)})` : `${percent(rate)} %`
}

function daysOf(quantile: QuantileOfDays | undefined): string {
  return quantile === undefined ? '' : `${quantile.days} d`
}

function signed(part: number): string {
  const percent = Math.round(part * 100)
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toLocaleString('en')} %`
}
