import { Command } from 'commander'
import type { Approvals } from '../../core/content/approvals.ts'
import { approvalsInWords, type Side } from '../../core/content/approvals.ts'
import { isDay } from '../../core/is-day.ts'
import type { Figures } from '../../core/scoring/backtest/report.ts'
import type { Warning } from '../../core/scoring/backtest/warnings.ts'
import type { Turn } from '../../core/scoring/dial-ahead.ts'
import type { Threshold } from '../../core/scoring/threshold.ts'
import type { BarVolume } from '../../core/scoring/trial/volume.ts'
import type { Api } from '../api.ts'
import { showBacktest } from '../backtest/show-backtest.ts'
import { pathOf } from '../content-arguments.ts'
import { bold, dim, endProgress, good, printJson, progress, table, warning } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { withApi } from './with-api.ts'

/** What a trial answers while it looks, and once it has. */
interface Tried {
  readonly of: 'draft' | number
  readonly state: 'running' | 'done' | 'too-many'
  readonly looked: number
  readonly says?: string
}

/** Looking at all leads may take longer than one request: it is asked again, so often. */
const askAgainMs = 3_000

/** `ripen model plan|volume|backtest|bar <id>`: what both sides look at before they agree, and where sales' bar stands. */
export function modelCommand(): Command {
  return new Command('model')
    .description('a scoring model before both sides agree to it, and sales’ bar once they did')
    .addCommand(planCommand())
    .addCommand(volumeCommand())
    .addCommand(ownBacktestCommand())
    .addCommand(barCommand())
}

function ofModel(name: string, description: string, example: string): Command {
  return new Command(name)
    .argument('<id>', 'id of a scoring model, for example b2b')
    .description(description)
    .addHelpText('after', `\nExample:\n  ripen model ${example}`)
}

/** `ripen model plan <id>`: who would move, were the draft published now. */
function planCommand(): Command {
  return ofModel('plan', 'who would move, were the draft published now, by the stage they are in', 'plan b2b').action(
    async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const plan = await tried<{ story: readonly string[]; grades: Readonly<Record<string, number>> }>(api, id, 'plan')
      if (json) return printJson(plan)
      const { body: shown } = await api.get<{ draft?: { approvals?: Approvals; missing?: readonly Side[] } }>(
        pathOf('scoring-models', id),
      )
      console.log(dim(`By ${stateOf(plan)}; ${plan.looked} leads were looked at.`))
      console.log(plan.story.join('\n'))
      if (plan.looked > 0) console.log(`\n${gradeTable(plan.grades)}`)
      const missing = shown.draft?.missing ?? []
      if (missing.length === 0) return
      const so = approvalsInWords(shown.draft?.approvals)
      console.log(
        `\n${warning(`The draft waits for ${missing.join(' and ')}`)}${so ? ` (${so})` : ''}: ripen approve scoring-models ${id}`,
      )
    },
  )
}

/** `ripen model volume <id>`: how many leads a week each bar would have given. */
function volumeCommand(): Command {
  return ofModel('volume', 'how many leads a week each bar would have given in the past quarter', 'volume b2b').action(
    async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const volume = await tried<{
        weeks: number
        bar: number
        bars: readonly BarVolume[]
        capacity: { sellers: number; perWeek: number | null }
      }>(api, id, 'volume')
      if (json) return printJson(volume)
      const { weeks, bar, bars, capacity } = volume
      const rows = bars.map(({ score, aWeek, fewest, most, fits }) => ({
        bar: `${score}${score === bar ? ' *' : ''}`,
        'a week': aWeek,
        'fewest to most': `${fewest} to ${most}`,
        ...(capacity.perWeek !== null && { 'sales can take it': fits ? 'yes' : 'no' }),
      }))
      console.log(dim(`By ${stateOf(volume)}, of the past ${weeks} weeks; ${volume.looked} leads were looked at.`))
      console.log(table(rows, Object.keys(rows[0] ?? {}), 'nobody'))
      console.log(dim('* where the model has it; its other gates hold at each bar'))
      console.log(
        capacity.perWeek === null
          ? dim('What sales can take is not known: give each seller "perWeek" (ripen users).')
          : `Sales can take ${capacity.perWeek} a week.`,
      )
    },
  )
}

/** `ripen model backtest <id>`: the model on the company's own closed leads. */
function ownBacktestCommand(): Command {
  return ofModel('backtest', 'what the model would have done with your own closed leads', 'backtest b2b').action(
    async (id: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const own = await tried<{ judged: number; figures?: Figures; warnings?: readonly Warning[] }>(api, id, 'backtest')
      if (json) return printJson(own)
      const { figures, warnings = [], judged, looked } = own
      if (!figures) return console.log(warning(own.says ?? ''))
      const leads = { rows: looked, taken: judged, open: looked - judged, outside: 0, rejected: 0, reasons: [] }
      console.log(
        showBacktest({
          leads: { ...leads, file: `your own closed leads, by ${stateOf(own)}` },
          judgedAfter: '30d',
          resampling: { times: 200, seed: 1, confidence: 0.95 },
          figures,
          warnings,
        }),
      )
    },
  )
}

interface BarOptions {
  readonly set?: string
  readonly propose?: string
  readonly reset?: boolean
  readonly until?: string
  readonly reason?: string
}

interface Dial {
  readonly version: number
  readonly now: Turn
  readonly turns: readonly Turn[]
  readonly bounds?: { readonly 'at-least': number; readonly 'at-most': number }
  readonly changes: readonly Threshold[]
}

/** `ripen model bar <id>`: where sales' bar stands and will stand; with `--set` sales moves it. */
function barCommand(): Command {
  return ofModel(
    'bar',
    'where sales’ bar stands and will stand; with --set sales moves it within its bounds',
    'bar b2b',
  )
    .option('--set <score>', 'sales sets its bar')
    .option('--propose <score>', 'sales says which bar it would like, outside of the bounds too; nothing changes by it')
    .option('--reset', 'back to what model and dial say')
    .option('--until <day>', 'only until this day: 2027-03-31')
    .option('--reason <text>', 'why, for whoever reads it later')
    .addHelpText(
      'after',
      '  ripen model bar b2b --set 50 --until 2027-01-31 --reason "two new colleagues have time"\n  ripen model bar b2b --propose 45 --reason "we would rather have more"',
    )
    .action(async (id: string, options: BarOptions, command: Command) => {
      const { api, json } = withApi(command)
      const path = pathOf('scoring-models', id)
      const asked = changeIn(options)
      if (asked) await api.put(`${path}/threshold`, asked)
      const { body } = await api.get<Dial>(`${path}/dial`)
      if (json) return printJson(body)
      if (asked && options.propose !== undefined)
        console.log(good('It is kept. It counts once both sides agree to it in a new version of the model.'))
      else if (asked) console.log(good('The bar is set. All leads are scored by it in the background.'))
      console.log(showDial(body))
    })
}

function changeIn({ set, propose, reset, until, reason }: BarOptions): object | undefined {
  const given = [set, propose, reset].filter((one) => one !== undefined)
  if (given.length === 0) {
    if (until !== undefined || reason !== undefined) throw new Error('--until and --reason go with --set')
    return undefined
  }
  if (given.length > 1) throw new Error('give one of --set, --propose and --reset')
  const score = set ?? propose
  const name = set === undefined ? '--propose' : '--set'
  if (score !== undefined && !/^-?\d{1,6}$/.test(score)) throw new Error(`${name} is a whole number, for example 50`)
  if (reason === undefined) throw new Error('say why with --reason: it is kept with the change')
  if (until !== undefined && !isDay(until)) throw new Error('--until is a day of the calendar, written like 2027-03-31')
  const day = until === undefined ? {} : { until: `${until}T00:00:00.000Z` }
  return {
    score: score === undefined ? null : Number(score),
    ...day,
    ...(propose !== undefined && { propose: true }),
    reason,
  }
}

function showDial({ version, now, turns, bounds, changes }: Dial): string {
  const by = { model: 'as the model says', dial: 'by the dial', sales: 'set by sales' } as const
  const rows = [now, ...turns].map(({ from, score, by: whose }, index) => ({
    from: index === 0 ? 'now' : from.slice(0, 10),
    bar: score,
    why: by[whose],
  }))
  const records = changes.map(({ at, by: who, score, until, reason, proposed }) => ({
    at: moment(at),
    by: who,
    bar:
      score === undefined
        ? 'back to the model'
        : `${proposed ? 'proposes ' : ''}${score}${until ? ` until ${until.slice(0, 10)}` : ''}`,
    reason,
  }))
  return [
    dim(
      `Version ${version}${bounds ? `; sales may set ${bounds['at-least']} to ${bounds['at-most']}` : '; it has no bounds in which sales may set it'}.`,
    ),
    table(rows, ['from', 'bar', 'why'], ''),
    ...(records.length > 0
      ? ['', bold('Changes'), table(records, ['at', 'by', 'bar', 'reason'], ''), whoseTimes()]
      : []),
  ].join('\n')
}

function gradeTable(grades: Readonly<Record<string, number>>): string {
  const rows = ['A', 'B', 'C', 'D'].map((fit) => ({
    fit,
    ...Object.fromEntries([1, 2, 3, 4].map((interest) => [`interest ${interest}`, grades[`${fit}${interest}`] ?? 0])),
  }))
  return table(rows, ['fit', 'interest 1', 'interest 2', 'interest 3', 'interest 4'], '')
}

function stateOf({ of }: Tried): string {
  return of === 'draft' ? 'the draft' : `version ${of}`
}

async function tried<Answer extends object>(api: Api, id: string, what: string): Promise<Answer & Tried> {
  for (;;) {
    const { body } = await api.post<Answer & Tried>(`${pathOf('scoring-models', id)}/${what}`)
    if (body.state !== 'running') {
      endProgress()
      if (body.state === 'too-many') throw new Error(body.says ?? 'there are too many leads')
      return body
    }
    progress(`${body.looked} leads were looked at …`)
    await new Promise((resolve) => setTimeout(resolve, askAgainMs))
  }
}
