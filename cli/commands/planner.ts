import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import type { MadePlan } from '../../core/insight/planner/made-plan.ts'
import { makePlan } from '../../core/insight/planner/make-plan.ts'
import type { Cohorts } from '../../core/insight/planner/plan-asked.ts'
import { readPlan } from '../../core/insight/planner/read-plan.ts'
import { givenTime } from '../given-time.ts'
import { dim, good, printJson } from '../output.ts'
import { plannerPage } from '../pages/planner-page.ts'
import { type AskedOfApi, cohortsIn, planByApi } from '../plan-by-api.ts'
import { showPlan } from '../show-plan.ts'
import { showProblems } from '../show-problems.ts'
import { withApi } from './with-api.ts'

interface Options extends AskedOfApi {
  readonly at?: number
  readonly weeks: number
  readonly html?: string
}

const more = `
The plan is a YAML file: a goal, a deal, a funnel and, as far as they are known, a pipeline, sources
and what came. docs/planner.md has one to begin with. It needs no network. Money is reckoned
exactly; intervals are at 95 %. A plan that can't be reached is refused, with what to do: exit 1.

With --cohorts the API fills what the plan leaves out (conversions, times, what its sources brought,
what came since "made") with those of your own leads; with --keep it is kept, and each night held
against the forecast of qualified leads.

With --json money is text like "24000.00" in the plan's currency, and parts are of 1.

Examples:
  ripen planner
  ripen planner plans/spring.yaml --at 2027-02-01 --weeks 52 --html plan.html
  ripen planner plans/spring.yaml --cohorts 6
  ripen planner plans/spring.yaml --cohorts 2026-01..2026-06 --keep`

/** `ripen planner <plan.yaml>`: what a revenue goal asks of each stage and week, what that may cost, and where it stands. */
export function plannerCommand(): Command {
  return new Command('planner')
    .argument('[plan]', 'the file with the plan', 'templates/plan.yaml')
    .description('leads that a revenue goal needs, by stage and week; what they may cost; actual against plan')
    .option('--at <time>', 'as if it were then: a day or RFC 3339 (default: now)', timeOf)
    .option('--weeks <count>', 'how many weeks to show from this one on', countOf, 13)
    .option('--html <file>', 'write one page with plots')
    .option(
      '--cohorts <months>',
      'own figures of leads that came then: 6 (the last months) or 2026-01..2026-06',
      monthsOf,
    )
    .option('--keep', 'keep it, so that it is held against the forecast each night (marketing, sales)')
    .option('--kept', 'the plan that is kept, with the figures of today')
    .addHelpText('after', more)
    .action(async (file: string, { at, weeks, html, ...asked }: Options, command: Command) => {
      if (!asked.kept && !existsSync(file))
        throw new Error(`there is no plan ${file}: docs/planner.md has one to begin with`)
      if (asked.cohorts || asked.keep || asked.kept) {
        if (at !== undefined) throw new Error('--at plans offline: the API plans as of now')
        const text = asked.kept ? '' : readFileSync(file, 'utf8')
        const { api, json } = withApi(command)
        return show(await planByApi(api, text, file, asked), weeks, html, json)
      }
      const nowMs = at ?? Date.now()
      const json = command.optsWithGlobals<{ json?: boolean }>().json ?? false
      const read = readPlan(readFileSync(file, 'utf8'), file, nowMs)
      if (!('plan' in read)) {
        if (json) printJson({ problems: read.problems })
        else console.log(showProblems(read.problems))
        // A plan that leaves out what is counted is no mistake: it is to be asked for otherwise.
        if (!json && read.problems.some(({ pointer, message }) => isLeftOut(pointer, message)))
          console.log(dim('What it leaves out of steps and sources your own figures fill in: --cohorts 6, say.'))
        process.exitCode = 1
        return
      }
      show(makePlan(read.plan, nowMs), weeks, html, json)
    })
}

function show(made: MadePlan, weeks: number, html: string | undefined, json: boolean): void {
  if (html) writeFileSync(html, plannerPage(made))
  if (json) {
    printJson(made)
    return
  }
  console.log(showPlan(made, weeks))
  if (html) console.log(`\n${good(`With plots: ${html}`)}`)
}

function isLeftOut(pointer = '', message = ''): boolean {
  return /^\/(funnel|sources)\//.test(pointer) && /is missing$|^write either/.test(message)
}

function monthsOf(given: string): Cohorts {
  const cohorts = cohortsIn(given)
  if (!cohorts) throw new InvalidArgumentError('It is a count of months up to 36, or months like 2026-01..2026-06.')
  return cohorts
}

function timeOf(given: string): number {
  const ms = givenTime(given)
  if (ms === undefined)
    throw new InvalidArgumentError('It is a day of the calendar or RFC 3339, for example 2027-02-01.')
  return ms
}

function countOf(given: string): number {
  if (!/^\d{1,3}$/.test(given)) throw new InvalidArgumentError('It is a whole number, for example 52.')
  return Number(given)
}
