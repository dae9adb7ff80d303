import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { makePlan } from '../../core/insight/planner/make-plan.ts'
import { readPlan } from '../../core/insight/planner/read-plan.ts'
import { good, printJson } from '../output.ts'
import { plannerPage } from '../pages/planner-page.ts'
import { showPlan } from '../show-plan.ts'
import { showProblems } from '../show-problems.ts'

interface Options {
  readonly at?: number
  readonly weeks: number
  readonly html?: string
}

const more = `
The plan is a YAML file: a goal, a deal, a funnel and, as far as they are known, a pipeline, sources
and what came. docs/planner.md has one to begin with. It needs no network. Money is reckoned
exactly; intervals are at 95 %. A plan that can't be reached is refused, with what to do: exit 1.

With --json money is text like "24000.00" in the plan's currency, and parts are of 1.

Examples:
  ripen planner
  ripen planner plans/spring.yaml --at 2027-02-01 --weeks 52 --html plan.html`

/** `ripen planner <plan.yaml>`: what a revenue goal asks of each stage and week, what that may cost, and where it stands. */
export function plannerCommand(): Command {
  return new Command('planner')
    .argument('[plan]', 'the file with the plan', 'templates/plan.yaml')
    .description('leads that a revenue goal needs, by stage and week; what they may cost; actual against plan')
    .option('--at <time>', 'as if it were then: a date or RFC 3339 (default: now)', timeOf)
    .option('--weeks <count>', 'how many weeks to show from this one on', countOf, 13)
    .option('--html <file>', 'write one page with plots')
    .addHelpText('after', more)
    .action((file: string, { at, weeks, html }: Options, command: Command) => {
      if (!existsSync(file)) throw new Error(`there is no plan ${file}: docs/planner.md has one to begin with`)
      const nowMs = at ?? Date.now()
      const json = command.optsWithGlobals<{ json?: boolean }>().json ?? false
      const read = readPlan(readFileSync(file, 'utf8'), file, nowMs)
      if (!('plan' in read)) {
        if (json) printJson({ problems: read.problems })
        else console.log(showProblems(read.problems))
        process.exitCode = 1
        return
      }
      const made = makePlan(read.plan, nowMs)
      if (html) writeFileSync(html, plannerPage(made))
      if (json) return printJson(made)
      console.log(showPlan(made, weeks))
      if (html) console.log(`\n${good(`With plots: ${html}`)}`)
    })
}

function timeOf(given: string): number {
  const ms = Date.parse(given)
  if (Number.isNaN(ms) || !/^\d{4}-\d{2}-\d{2}(T.+(Z|[+-]\d{2}:\d{2}))?$/.test(given)) {
    throw new InvalidArgumentError('It is a date or RFC 3339, for example 2027-02-01.')
  }
  return ms
}

function countOf(given: string): number {
  if (!/^\d{1,3}$/.test(given)) throw new InvalidArgumentError('It is a whole number, for example 52.')
  return Number(given)
}
