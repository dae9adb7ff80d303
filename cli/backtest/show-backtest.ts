import { durationInWords } from '../../core/duration.ts'
import { inThousands } from '../../core/in-thousands.ts'
import { aMonth, percent, percents, times, timesBetween } from '../../core/scoring/backtest/in-numbers.ts'
import {
  calibrationInWords,
  capacityInWords,
  comparisonInWords,
  orderInWords,
  readyInWords,
  volumeInWords,
} from '../../core/scoring/backtest/in-sentences.ts'
import type { Figures, ModelReport, VolumeAt } from '../../core/scoring/backtest/report.ts'
import type { RuleLift } from '../../core/scoring/backtest/rule-lift.ts'
import { counted } from '../../core/scoring/in-words.ts'
import { bold, dim, good, table, warning } from '../output.ts'
import type { Reason } from './read-past.ts'
import type { Backtest } from './run-backtest.ts'

/** A backtest for people at a terminal: what counts, what the model would have done, and what to mind. */
export function showBacktest(backtest: Backtest): string {
  const { figures, capacity, warnings } = backtest
  const [first] = figures.models
  if (!first) return ''
  const sections = [
    headOf(backtest),
    section('Does it put wins first?', orderInWords(first.auc), calibrationInWords(first, figures)),
    section(
      `At sales’ bar of ${first.bar}${first.dialled ? ', as the dial stands' : ''}`,
      readyInWords(first, figures),
      ...(capacity === undefined ? [] : [capacityInWords(first, capacity)]),
    ),
    `${bold('What each bar would have given')}\n${barsTable(first)}`,
    `${bold('A tenth of the leads each, from the highest score')}\n${tenthsTable(first)}`,
    ...rulesSection(first),
    ...figures.models.slice(1).map((second) => comparison(figures, first, second)),
    warnings.length === 0
      ? good('Nothing stands against relying on it.')
      : [
          warning('Before you rely on it'),
          ...warnings.map(({ says, mend }) => `${wrapped(says, '- ')}\n${dim(wrapped(mend, '  '))}`),
        ].join('\n'),
  ]
  return sections.join('\n\n')
}

function headOf({ leads, activities, figures, judgedAfter }: Backtest): string {
  const { won, lost, share, from, to } = figures
  const [first, second] = figures.models
  const names = [first, second].flatMap((one) => (one ? [one.name] : [])).join(' and ')
  const lines = [
    `${bold(names)} on ${leads.file}`,
    `${counted(figures.leads, 'lead').replace(/^\d+/, inThousands(figures.leads))} that came from ${day(from)} to ${day(to)}: ${inThousands(won)} won, ${inThousands(lost)} lost (${percent(share)} won).`,
    `Each is judged ${durationInWords(judgedAfter)} after it came, or at its outcome where that was earlier.`,
  ]
  const left = [
    [leads.open, 'still open'],
    [leads.outside, 'of another time'],
    [leads.rejected, 'rejected'],
  ] as const
  const said = left.filter(([count]) => count > 0).map(([count, what]) => `${inThousands(count)} ${what}`)
  if (said.length > 0) lines.push(`Left out: ${said.join(', ')}.`, ...reasonLines(leads.reasons))
  if (activities) {
    const { taken, later, ofOthers, rejected } = activities
    const rest = [
      ...(later > 0 ? [`${inThousands(later)} came after their lead was judged and do not`] : []),
      ...(ofOthers > 0 ? [`${inThousands(ofOthers)} are of no lead that counts`] : []),
      ...(rejected > 0 ? [`${inThousands(rejected)} are rejected`] : []),
    ]
    lines.push(`${inThousands(taken)} activities count${rest.length > 0 ? `; ${rest.join(', ')}` : ''}.`)
    lines.push(...reasonLines(activities.reasons))
  }
  if (leads.rejects) lines.push(`The rejected rows are in ${leads.rejects}.`)
  if (activities?.rejects) lines.push(`The rejected activities are in ${activities.rejects}.`)
  return lines.join('\n')
}

function reasonLines(reasons: readonly Reason[]): string[] {
  return reasons.map(({ reason, line, count }) =>
    dim(`    line ${line}${count > 1 ? ` and ${inThousands(count - 1)} more` : ''}: ${reason}`),
  )
}

function barsTable({ bars, bar }: ModelReport): string {
  const rows = bars.map((one) => ({
    bar: `${one.score}${one.score === bar ? ' *' : ''}`,
    'a month': aMonth(one.perMonth),
    'fewest to most': fewestToMost(one),
    won: one.precision === undefined ? '' : `${percent(one.precision)} (${percents(one.interval as never)})`,
    lift: one.lift === undefined ? '' : times(one.lift),
    'of all wins': percent(one.recall),
  }))
  const shown = table(rows, ['bar', 'a month', 'fewest to most', 'won', 'lift', 'of all wins'], 'nobody')
  return `${shown}\n${dim('* where the model has it; its other gates hold at each bar')}`
}

function fewestToMost({ byMonth }: VolumeAt): string {
  return `${inThousands(Math.min(...byMonth))} to ${inThousands(Math.max(...byMonth))}`
}

function tenthsTable({ deciles }: ModelReport): string {
  const rows = deciles.map((one) => ({
    tenth: one.decile,
    scores: one.from === one.to ? one.from : `${one.to} to ${one.from}`,
    won: `${percent(one.precision)} (${percents(one.precisionInterval)})`,
    lift: `${times(one.lift)} (${timesBetween(one.liftInterval)})`,
    'wins so far': percent(one.found),
  }))
  return table(rows, ['tenth', 'scores', 'won', 'lift', 'wins so far'], 'nobody')
}

function rulesSection({ rules }: ModelReport): string[] {
  const indicators = rules.filter(({ kind }) => kind === 'indicator')
  const shown = indicators.length > 0 ? indicators : rules
  const head = indicators.length > 0 ? 'Indicators' : 'Rules'
  const rows = shown.map((one) => ({
    [head]: one.name,
    leads: inThousands(one.leads),
    won: one.precision === undefined ? '' : percent(one.precision),
    lift: liftInWords(one),
  }))
  return [
    `${bold(`${head}: how much more often such leads were won than all`)}\n${table(rows, [head, 'leads', 'won', 'lift'], 'none')}`,
  ]
}

function liftInWords({ lift, interval }: RuleLift): string {
  return lift === undefined || !interval ? '' : `${times(lift)} (${timesBetween(interval)})`
}

function comparison({ comparison: found, share }: Figures, first: ModelReport, second: ModelReport): string {
  if (!found) return ''
  return section(
    `${first.name} against ${second.name}`,
    comparisonInWords(found, [first.name, second.name]),
    volumeInWords(found),
    `${second.name} at its own bar of ${second.bar}: ${readyInWords(second, { share })}`,
  )
}

function section(head: string, ...sentences: string[]): string {
  return [bold(head), ...sentences.map((sentence) => wrapped(sentence, ''))].join('\n')
}

/** Lines of at most 100 characters. */
function wrapped(text: string, start: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + word.length + 1 > 98) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.map((line, index) => `${index === 0 ? start : ' '.repeat(start.length)}${line}`).join('\n')
}

function day(at: string): string {
  return at.slice(0, 10)
}
