import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { duration } from '../../core/duration.ts'
import { isDay } from '../../core/is-day.ts'
import { pastMapping } from '../../core/scoring/backtest/past-mapping.ts'
import { type ReadModel, readModel } from '../backtest/read-model.ts'
import { runBacktest } from '../backtest/run-backtest.ts'
import { showBacktest } from '../backtest/show-backtest.ts'
import type { DelimiterName } from '../import/list-file.ts'
import { withListOptions } from '../import/list-options.ts'
import { readMapping } from '../import/read-mapping.ts'
import { bad, dim, good, printJson } from '../output.ts'
import { backtestPage } from '../pages/backtest-page.ts'
import { showProblems } from '../show-problems.ts'

const more = `
One row of the list is one lead. The mapping says what its columns are:

  came: { column: Created, format: DD.MM.YYYY }   # when the lead came; "came: Created" where it is 2025-03-09
  fields:                                         # field of a form: column of the list
    jobTitle: Job title
    employees: { column: Staff, as: number }      # or as: yes-no
    budget: { column: Budget, set: Budget asked } # "set": since when it is known; what was learnt later does not count
  fixed: { country: DE }                          # for all rows, where their own column says nothing
  outcome:                                        # without won and lost: yes is won, no is lost
    won: [customer]
    lost: [lost, disqualified]
    open: [in talks, ""]                          # not decided yet: left out, and counted
    at: { column: Closed, format: DD.MM.YYYY }    # when it was decided
  lead: CRM id                                    # needed with --activities
  activities:                                     # columns of that file; these are the defaults:
    lead: lead
    type: type                                    # email-clicked, page-visited, form-submitted, …
    at: at
    types: { Mail click: email-clicked }          # words that Ripen calls otherwise
    data: { path: Page, form: Form }              # without it: every other column by its own name

A lead is judged once: --judge-after its coming, or at its outcome where that was earlier. Nothing later counts.
Nothing leaves this machine. 100,000 leads take about 0.4 GB of memory, with activities 0.7 GB however many those are,
with a second model 0.8 GB.

Examples:
  ripen backtest b2b --leads past.csv --outcome converted --mapping past.yaml --html report.html
  ripen backtest new.yaml --compare b2b --leads past.csv --activities acts.csv --outcome converted --mapping past.yaml`

interface Options {
  readonly leads: string
  readonly outcome: string
  readonly mapping: string
  readonly activities?: string
  readonly compare?: string
  readonly judgeAfter: string
  readonly from?: string
  readonly until?: string
  readonly capacity?: string
  readonly resample: string
  readonly seed: string
  readonly rejects?: string
  readonly html?: string
  readonly encoding?: string
  readonly delimiter?: DelimiterName
}

/** `ripen backtest model.yaml --leads past.csv --outcome converted --mapping m.yaml`: what a model would have done with the leads of the past; offline. */
export function backtestCommand(): Command {
  const command = new Command('backtest')
    .argument('<model>', 'file of a scoring model, or its id in templates/')
    .description('what a scoring model would have done with leads whose outcome is known; needs no network')
    .requiredOption('--leads <file>', 'past leads: a CSV file whose first line names the columns')
    .requiredOption('--outcome <column>', 'the column that says how it ended')
    .requiredOption('--mapping <file>', 'which column is what (YAML)')
    .option('--activities <file>', 'what those leads did: a CSV file with lead, type, time')
    .option('--compare <model>', 'a second model, on the same leads')
    .option('--judge-after <duration>', 'how long after it came a lead is judged', '30d')
    .option('--from <day>', 'only leads that came on this day or later: 2025-01-01')
    .option('--until <day>', 'only leads that came before this day')
    .option('--capacity <leads>', 'so many leads sales can take in a month: where the bar would have to stand')
    .option('--html <file>', 'write one page with plots')
    .option('--rejects <file>', 'write rows that are not taken to this CSV file, with line and reason')
    .option('--resample <times>', 'how often leads are drawn anew for the intervals', '1000')
    .option('--seed <number>', 'the same seed gives the same intervals', '1')
  return withListOptions(command)
    .addHelpText('after', more)
    .action(async (given: string, options: Options, command: Command) => {
      const json = command.optsWithGlobals<{ json?: boolean }>().json ?? false
      const read = [given, ...(options.compare === undefined ? [] : [options.compare])].map(readModel)
      const { value: mapping, problems } = readMapping(options.mapping, pastMapping)
      const wrong = [...read.flatMap((one) => one.problems), ...problems]
      const models = named(read)
      if (!mapping || models.length < read.length) {
        if (json) printJson({ problems: wrong })
        else console.log(`${showProblems(wrong)}\n\n${bad('Nothing was tested.')}`)
        process.exitCode = 1
        return
      }
      if (wrong.length > 0 && !json) console.error(`${showProblems(wrong)}\n`)
      if (options.activities !== undefined && mapping.lead === undefined) {
        throw new Error(
          `${options.mapping}: with --activities the mapping is to name the column of the lead’s own name\n    lead: <column>`,
        )
      }
      const { leads, activities, outcome, encoding, delimiter, rejects } = options
      const backtest = await runBacktest({
        models,
        mapping,
        leads,
        activities,
        outcome,
        encoding,
        delimiter,
        rejects,
        judgedAfter: durationOf(options.judgeAfter),
        fromMs: dayOf('--from', options.from) ?? Number.NEGATIVE_INFINITY,
        untilMs: dayOf('--until', options.until) ?? Number.POSITIVE_INFINITY,
        capacity: numberOf('--capacity', options.capacity, 1, 1e9),
        times: numberOf('--resample', options.resample, 100, 100_000) ?? 1_000,
        seed: numberOf('--seed', options.seed, 0, 4_294_967_295) ?? 1,
      })
      if (options.html) writeFileSync(options.html, backtestPage(backtest))
      if (json) return printJson(backtest)
      console.log(showBacktest(backtest))
      if (options.html) console.log(`\n${good(`The page with the plots: ${options.html}`)}`)
      else console.log(dim('\nWith --html <file>: one page with plots, and every rule of the model.'))
    })
}

/** Two drafts of one model are told apart by their files' names. */
function named(read: readonly ReadModel[]) {
  const isSame = read[0]?.model?.id === read[1]?.model?.id
  return read.flatMap(({ model, name }) => (model ? [{ name: isSame ? name : model.id, model }] : []))
}

function durationOf(given: string): string {
  if (duration.safeParse(given).success) return given
  throw new Error('--judge-after is a whole number and one of h, d, w, for example 30d')
}

function dayOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (isDay(given)) return Date.parse(`${given}T00:00:00Z`)
  throw new Error(`${option} is a day of the calendar like 2025-01-01`)
}

function numberOf(option: string, given: string | undefined, least: number, most: number): number | undefined {
  if (given === undefined) return undefined
  const value = Number(given)
  if (given.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value
  throw new Error(`${option} is a whole number from ${least} to ${most.toLocaleString('en')}`)
}
