import { Command, Option } from 'commander'
import { presentStatus, stages } from '../../core/leads/lead.ts'
import { type Api, ApiProblem } from '../api.ts'
import { capital } from '../capital.ts'
import { dim, good, printJson, warning } from '../output.ts'
import { saysYes } from '../says-yes.ts'
import { withApi } from './with-api.ts'

interface Options {
  readonly stage?: string
  readonly status?: string
  readonly triggered?: boolean
  readonly dryRun?: boolean
  readonly yes?: boolean
}

/** From so many on it takes a while, and is said. */
const manyToRead = 1_000

interface Counted {
  readonly count: number
  readonly confirm: string
}

const more = `
First it counts and asks; nothing is done before somebody says yes (or --yes). Who may not enter is left out: no consent,
inside already, re-entry never, an exit that holds. They enter at half the pace of sending, so sequences go on beside it.

Exit code 1 when nothing was done because nobody said yes.

Examples:
  ripen broadcast newsletter-issue --dry-run
  ripen broadcast newsletter-issue --stage customer
  ripen broadcast fair-thanks --triggered        whoever has its tag already`

/** `ripen broadcast <sequence>`: a list of leads into a sequence, once somebody has said yes to how many they are. */
export function broadcastCommand(): Command {
  return new Command('broadcast')
    .argument('<sequence>', 'id of a published sequence')
    .description('put many leads into a sequence: counts first, and asks')
    .addOption(new Option('--stage <stage>', 'those of this stage').choices(stages))
    .addOption(new Option('--status <status>', 'those of this status').choices(presentStatus.options))
    .option('--triggered', 'those for whom its trigger holds already: a tag, a stage, a segment, a form of late')
    .option('--dry-run', 'only count')
    .option('--yes', 'do it without asking')
    .addHelpText('after', more)
    .action(async (sequence: string, options: Options, command: Command) => {
      const { api, json } = withApi(command)
      const reads = options.triggered ? await readToCount(api, sequence, options) : 0
      if (reads > manyToRead) {
        console.error(
          dim(`To count them ${reads.toLocaleString('en')} leads are read; a stage or a status makes it fewer.`),
        )
      }
      let counted = await count(api, sequence, options)
      if (options.dryRun) {
        if (json) printJson({ sequence, count: counted.count })
        else console.log(`${whom(sequence, counted.count, options)}.`)
        return
      }
      for (;;) {
        if (counted.count === 0) {
          if (json) printJson({ sequence, count: 0 })
          else console.log(warning(`${whom(sequence, 0, options)}: nothing to do.`))
          return
        }
        if (!json) console.log(`${whom(sequence, counted.count, options)}.`)
        if (!options.yes && !(await saysYes(`Put them into ${sequence}?`))) {
          console.error('Nothing was done.')
          process.exitCode = 1
          return
        }
        const done = await confirm(api, sequence, options, counted)
        if ('broadcastId' in done) {
          if (json) printJson({ sequence, ...done })
          else console.log(good(`They enter ${sequence} now, at half the pace of sending.`))
          return
        }
        console.error(warning('In between the list has changed.'))
        counted = done
      }
    })
}

/** How many leads counting those whom a trigger holds for would read, one by one. */
export async function readToCount(api: Api, sequence: string, { stage, status, triggered }: Options): Promise<number> {
  return (await post<{ reads?: number }>(api, sequence, { stage, status, triggered, estimate: true })).reads ?? 0
}

/** How many a broadcast would be for; does nothing. Throws Error where the sequence is not published. */
export async function count(api: Api, sequence: string, { stage, status, triggered }: Options): Promise<Counted> {
  return post<Counted>(api, sequence, { stage, status, triggered })
}

async function post<Answer>(api: Api, sequence: string, body: object): Promise<Answer> {
  try {
    return (await api.post<Answer>(pathOf(sequence), body)).body
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) {
      throw new Error(`no sequence ${sequence} is published: "ripen push --publish" makes it live`)
    }
    throw error
  }
}

async function confirm(api: Api, sequence: string, { stage, status, triggered }: Options, counted: Counted) {
  const body = { stage, status, triggered, confirm: counted.confirm }
  try {
    return (await api.post<{ broadcastId: string; count: number }>(pathOf(sequence), body)).body
  } catch (error) {
    const read = error instanceof ApiProblem && error.status === 409 ? (error.body as Partial<Counted>) : {}
    if (read.confirm !== undefined && read.count !== undefined) return { count: read.count, confirm: read.confirm }
    throw error
  }
}

/** How many are meant, for who is to say yes to it. */
function whom(sequence: string, count: number, { stage, status, triggered }: Options): string {
  const leads = count === 1 ? '1 lead' : `${count === 0 ? 'no' : count.toLocaleString('en')} leads`
  const which = [...(stage ? [`at the stage ${stage}`] : []), ...(status ? [`with the status ${status}`] : [])]
  if (!triggered) return `${capital(leads)} ${which.join(', ') || 'in all'}`
  const of = which.length > 0 ? ` ${which.join(', ')}` : ''
  return `The trigger of ${sequence} holds for ${leads}${of} that may enter it`
}

function pathOf(sequence: string): string {
  return `/sequences/${encodeURIComponent(sequence)}/broadcast`
}
