import { Command, Option } from 'commander'
import { contentParts } from '../../core/content/content-parts.ts'
import { type ComparedFolder, compareFolder, type DifferingFile, type Stand } from '../compare-folder.ts'
import { bad, dim, good, printJson, warning } from '../output.ts'
import { readFolder } from '../read-folder.ts'
import { type RemoteContent, remoteContent } from '../remote-content.ts'
import { draftedNotPublished } from '../show-pushed.ts'
import { withApi } from './with-api.ts'

const more = `
Exit code 0 when nothing differs, 1 when something does.

Examples:
  ripen diff           what the next push would store
  ripen diff --live    what stands in the folder and is not live`

/** `ripen diff [folder]`: which files differ from the drafts, or from what is live; exit 1 when some do. */
export function diffCommand(): Command {
  return new Command('diff')
    .argument('[folder]', 'folder with emails, sequences, forms …', 'templates')
    .description('which files of a folder differ from the drafts, or from what is live')
    .option('--draft', 'compare with the drafts, and with what is live where there is none (by itself)')
    .addOption(new Option('--live', 'compare with what is live, whatever was drafted since').conflicts('draft'))
    .addHelpText('after', more)
    .action(async (folder: string, options: { live?: boolean }, command: Command) => {
      const { api, json } = withApi(command)
      const stand: Stand = options.live ? 'live' : 'draft'
      const files = readFolder(folder)
      const parts = contentParts(files)
      const remotes = new Map<string, RemoteContent>()
      for (const { type, id } of parts) {
        const remote = await remoteContent(api, type, id)
        if (remote) remotes.set(`${type}/${id}`, remote)
      }
      const compared = compareFolder({ files, parts }, remotes, stand)
      if (json) printJson({ with: stand, ...compared })
      else console.log(showCompared(compared, stand))
      if (compared.items.length > 0) process.exitCode = 1
    })
}

/** What differs, from what, and what was drafted and is not live. */
function showCompared({ items, drafted }: ComparedFolder, stand: Stand): string {
  const isLive = stand === 'live' || drafted.length === 0
  const what = isLive ? 'what is live' : 'the drafts, and what is live where there is no draft'
  return [
    ...(items.length === 0 ? [dim(`No difference from ${what}.`)] : [dim(`Compared with ${what}:`)]),
    ...items.map(({ file, state }) => `${stateText(state)}  ${file}`),
    ...(drafted.length === 0 ? [] : ['', draftedNotPublished(drafted.length), ...drafted.map((name) => `  ${name}`)]),
  ].join('\n')
}

function stateText(state: DifferingFile['state']): string {
  const padded = state.padEnd(10)
  return state === 'new' ? good(padded) : state === 'changed' ? warning(padded) : bad(padded)
}
