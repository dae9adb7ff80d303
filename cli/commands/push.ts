import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { checkFolder } from '../../core/content/check-folder.ts'
import { type ContentType, contentTypes } from '../../core/content/content-type.ts'
import { isError } from '../../core/content/problem.ts'
import type { Api } from '../api.ts'
import { bad, dim, endProgress, good, printJson, progress, table, warning } from '../output.ts'
import { readFolder } from '../read-folder.ts'
import { remoteContent } from '../remote-content.ts'
import { countProblems, showProblems } from '../show-problems.ts'
import { withApi } from './with-api.ts'

interface Pushed {
  readonly type: ContentType
  readonly id: string
  readonly result: 'unchanged' | 'drafted' | 'published'
  readonly version?: number
}

/** `ripen push [folder]`: checks, then stores drafts; with `--publish` makes them live. */
export function pushCommand(): Command {
  return new Command('push')
    .argument('[folder]', 'folder with emails, sequences, forms …', 'templates')
    .description('check a folder of templates and store what changed as drafts')
    .option('--publish', 'make the drafts live as the next version')
    .option('--in-flight <choice>', 'for sequences with leads inside: stay, move or exit')
    .action(async (folder: string, options: { publish?: boolean; inFlight?: string }, command: Command) => {
      const { api, json } = withApi(command)
      const { problems, parts } = await checkFolder(readFolder(folder))
      if (problems.some(isError)) {
        if (json) printJson({ problems })
        else console.log(`${showProblems(problems)}\n\n${countProblems(problems, parts.length)}: nothing was pushed.`)
        process.exitCode = 1
        return
      }
      const pushed: Pushed[] = []
      for (const part of parts) {
        progress(`${part.type}/${part.id} (${pushed.length + 1} of ${parts.length})`)
        pushed.push(await push(api, part, options))
      }
      endProgress()
      if (json) return printJson({ items: pushed })
      console.log(table(pushed, ['type', 'id', 'result', 'version'], 'The folder holds no content.'))
    })
}

/** `ripen pull [folder]`: writes what the API has into the folder. */
export function pullCommand(): Command {
  return new Command('pull')
    .argument('[folder]', 'where to write', 'templates')
    .description('write the drafts (or what is live) of all content into a folder')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const written: string[] = []
      for await (const { type, id } of allContent(api)) {
        const remote = await remoteContent(api, type, id)
        for (const [file, text] of Object.entries(remote?.files ?? {})) {
          mkdirSync(dirname(join(folder, file)), { recursive: true })
          writeFileSync(join(folder, file), text)
          written.push(file)
        }
      }
      if (json) printJson({ files: written })
      else console.log(good(`${written.length} files are in ${folder}.`))
    })
}

/** `ripen diff [folder]`: which files differ from what the API has; exit 1 when some do. */
export function diffCommand(): Command {
  return new Command('diff')
    .argument('[folder]', 'folder with emails, sequences, forms …', 'templates')
    .description('which files differ from the drafts (or what is live)')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const { api, json } = withApi(command)
      const local = readFolder(folder)
      const { parts } = await checkFolder(local)
      const items: { file: string; state: 'new' | 'changed' | 'only there' }[] = []
      for (const { type, id, files } of parts) {
        const remote = (await remoteContent(api, type, id))?.files ?? {}
        for (const [file, text] of Object.entries(files)) {
          if (remote[file] === undefined) items.push({ file, state: 'new' })
          else if (remote[file] !== text) items.push({ file, state: 'changed' })
        }
        for (const file of Object.keys(remote)) if (files[file] === undefined) items.push({ file, state: 'only there' })
      }
      if (json) printJson({ items })
      else for (const { file, state } of items) console.log(`${stateText(state)}  ${file}`)
      if (items.length === 0 && !json) console.log(dim('No difference.'))
      if (items.length > 0) process.exitCode = 1
    })
}

async function push(
  api: Api,
  { type, id, files }: { type: ContentType; id: string; files: Record<string, string> },
  options: { publish?: boolean; inFlight?: string },
): Promise<Pushed> {
  const path = `/content/${type}/${id}`
  const remote = await remoteContent(api, type, id)
  const unchanged = remote && isSame(remote.files, files)
  if (unchanged && !options.publish) return { type, id, result: 'unchanged' }
  if (unchanged && remote.isLive)
    return { type, id, result: 'unchanged', ...(remote.liveVersion && { version: remote.liveVersion }) }
  const ifMatch: Record<string, string> = remote?.etag ? { 'if-match': remote.etag } : {}
  const drafted = unchanged ? remote : await api.put(path, { files }, ifMatch)
  if (!options.publish) return { type, id, result: 'drafted' }
  const { body } = await api.post<{ version: number }>(
    `${path}/publish`,
    options.inFlight ? { inFlight: options.inFlight } : {},
    drafted.etag ? { 'if-match': drafted.etag } : {},
  )
  return { type, id, result: 'published', version: body.version }
}

async function* allContent(api: Api): AsyncGenerator<{ type: ContentType; id: string }> {
  for (const type of contentTypes) {
    for await (const { id } of api.items<{ id: string }>(`/content/${type}`)) yield { type, id }
  }
}

function isSame(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}

function stateText(state: 'new' | 'changed' | 'only there'): string {
  const padded = state.padEnd(10)
  return state === 'new' ? good(padded) : state === 'changed' ? warning(padded) : bad(padded)
}
