import { Command } from 'commander'
import type { InFlightJob } from '../../core/content/in-flight-job.ts'
import { ApiProblem } from '../api.ts'
import { type InFlightOptions, inFlightOf, pathOf, versionNumber, withMoving } from '../content-arguments.ts'
import { bad, bold, dim, good, printJson, warning } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { stepErrors } from '../refusals.ts'
import { withApi } from './with-api.ts'

interface Plan {
  readonly story: readonly string[]
  readonly choices?: { readonly move: { readonly errors?: readonly { pointer: string; detail: string }[] } }
}

/** `ripen plan <sequence>`: what each choice would do to the leads inside. */
export function planCommand(): Command {
  const plan = new Command('plan').argument('<sequence>', 'id of a sequence with a draft')
  return withMoving(plan)
    .description('what "stay", "move" and "exit" would do to the leads inside a sequence, were its draft published now')
    .option('--version <number>', 'an earlier version, to be brought back, instead of the draft', versionNumber)
    .addHelpText(
      'after',
      `
Nothing is done by it. Then: ripen push --publish --in-flight stay, move or exit.

Examples:
  ripen plan checklist
  ripen plan checklist --step time-to-read=reading-time`,
    )
    .action(async (sequence: string, options: InFlightOptions & { version?: number }, command: Command) => {
      const { api, json } = withApi(command)
      const version = options.version === undefined ? {} : { version: options.version }
      const { body } = await api
        .post<Plan>(`${pathOf('sequences', sequence)}/plan`, { ...inFlightOf(options), ...version })
        .catch((error: unknown) => {
          throw error instanceof ApiProblem && error.status === 404 ? nothingToPlan(sequence, options.version) : error
        })
      if (json) return printJson(body)
      const errors = stepErrors(body.choices?.move.errors ?? [], options.step)
      const story = body.story.map((line) =>
        errors.length > 0 && line.startsWith('move:') ? `move: not as it is: ${errors.join('; ')}.` : line,
      )
      console.log(story.map(showLine).join('\n'))
    })
}

/** `ripen in-flight <sequence>`, or `sla-policies/<id>`: what came of those inside when versions went live. */
export function inFlightCommand(): Command {
  return new Command('in-flight')
    .argument('<id>', 'id of a sequence, or sla-policies/<id>')
    .description(
      'what came of the leads inside a sequence, or of the clocks of a policy, when versions of it went live',
    )
    .addHelpText('after', '\nExamples:\n  ripen in-flight checklist\n  ripen in-flight sla-policies/standard')
    .action(async (named: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const policy = named.startsWith('sla-policies/') ? named.slice('sla-policies/'.length) : undefined
      const path = policy === undefined ? pathOf('sequences', named) : pathOf('sla-policies', policy)
      const { body } = await api.get<{ items: InFlightJob[] }>(`${path}/in-flight`)
      if (json) return printJson(body)
      if (body.items.length === 0) console.log(dim('No version of it moved anybody or took anybody out.'))
      for (const job of body.items) console.log(showJob(job))
      if (body.items.length > 0) console.log(whoseTimes())
    })
}

function nothingToPlan(sequence: string, version: number | undefined): Error {
  if (version !== undefined)
    return new Error(`there is no version ${version} of ${sequence}: see "ripen versions sequences ${sequence}"`)
  return new Error(`${sequence} has no draft to plan for: store one with "ripen push" first`)
}

function showLine(line: string): string {
  return line.replace(/^(stay|move|exit):/, (choice) => bold(choice))
}

function showJob({ version, choice, state, settled, left, failed, leads, startedAt, endedAt }: InFlightJob): string {
  const done = choice === 'move' ? 'moved to it' : 'taken out'
  const states = { running: warning('still at it'), done: good('done'), superseded: dim('left to a later version') }
  return [
    `${bold(`version ${version}`)}  ${states[state]}  ${settled} ${done}, ${left} left where they were, ${failed} failed`,
    dim(`  since ${moment(startedAt)}${endedAt ? `, until ${moment(endedAt)}` : ''}`),
    ...leads.map(({ leadId, outcome, reason }) => `  ${outcome === 'failed' ? bad(leadId) : leadId}  ${reason}`),
  ].join('\n')
}
