import { Command } from 'commander'
import { dim, good, printJson, table, warning } from '../output.ts'
import { moment, whoseTimes } from '../own-zone.ts'
import { withApi } from './with-api.ts'

interface Pause {
  readonly sequence: string
  readonly paused: boolean
  readonly by: string
  readonly reason: string
  readonly at: string
}

/** `ripen sequence show|pause|resume <id>`: a whole sequence, with all leads in it. */
export function sequenceCommand(): Command {
  return new Command('sequence')
    .description('hold all mail of a sequence, and let it go on')
    .addCommand(showCommand())
    .addCommand(
      steerCommand(
        'pause',
        'hold all mail of a sequence; its leads keep their places, and their waits go on counting',
        'wrong date in a mail',
      ),
    )
    .addCommand(
      steerCommand(
        'resume',
        'let its mail go on: what was held goes within 15 minutes, at the pace of sending',
        'date mended',
      ),
    )
}

function showCommand(): Command {
  return new Command('show')
    .argument('<sequence>', 'id of a published sequence')
    .description('whether a sequence goes on or is paused, and who said so')
    .addHelpText('after', '\nExample:\n  ripen sequence show white-paper')
    .action(async (sequence: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.get<Pause & { history: Pause[] }>(`/sequences/${encodeURIComponent(sequence)}`)
      if (json) return printJson(body)
      console.log(stateOf(body))
      if (body.history.length === 0) return
      const rows = body.history.map(({ paused, at, ...one }) => ({
        ...one,
        at: moment(at),
        what: paused ? 'paused' : 'resumed',
      }))
      console.log(`\n${table(rows, ['at', 'what', 'by', 'reason'], '')}\n${whoseTimes()}`)
    })
}

function steerCommand(name: 'pause' | 'resume', description: string, why: string): Command {
  return new Command(name)
    .argument('<sequence>', 'id of a published sequence')
    .description(description)
    .requiredOption('--reason <text>', 'why, for whoever asks later')
    .addHelpText('after', `\nExample:\n  ripen sequence ${name} white-paper --reason "${why}"`)
    .action(async (sequence: string, { reason }: { reason: string }, command: Command) => {
      const { api, json } = withApi(command)
      const { body } = await api.post<Pause>(`/sequences/${encodeURIComponent(sequence)}/${name}`, { reason })
      if (json) printJson(body)
      else console.log(stateOf(body))
    })
}

function stateOf({ sequence, paused, by, reason, at }: Pause): string {
  const who = by === 'default' ? '' : dim(` (${by}, ${moment(at)}: ${reason})`)
  return `${paused ? warning(`${sequence} is paused`) : good(`${sequence} goes on`)}${who}`
}
