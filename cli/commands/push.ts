import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { checkFolder } from '../../core/content/check-folder.ts'
import { contentParts } from '../../core/content/content-parts.ts'
import { type ContentType, contentTypes } from '../../core/content/content-type.ts'
import { isError } from '../../core/content/problem.ts'
import { pulledFiles, type StoredContent } from '../../core/content/pulled-files.ts'
import type { Api } from '../api.ts'
import { type InFlightOptions, withInFlight } from '../content-arguments.ts'
import { contentOf, storeImages } from '../mail-images.ts'
import { bad, dim, endProgress, good, printJson, progress, table, warning } from '../output.ts'
import { type Drafted, publishAll } from '../publish-all.ts'
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

interface PushOptions extends InFlightOptions {
  readonly publish?: boolean
}

/** `ripen push [folder]`: checks, then stores drafts; with `--publish` makes them live. */
export function pushCommand(): Command {
  return withInFlight(new Command('push'))
    .argument('[folder]', 'folder with emails, sequences, forms …', 'templates')
    .description('check a folder of templates and store what changed as drafts')
    .option('--publish', 'make the drafts live as the next version, all at one moment or none')
    .action(async (folder: string, options: PushOptions, command: Command) => {
      const { api, json } = withApi(command)
      const files = readFolder(folder)
      const { problems } = await checkFolder(files)
      const parts = contentParts(files)
      if (problems.some(isError)) {
        if (json) printJson({ problems })
        else console.log(`${showProblems(problems)}\n\n${countProblems(problems, parts.length)}: nothing was pushed.`)
        process.exitCode = 1
        return
      }
      const pushed: Pushed[] = []
      const drafts: Drafted[] = []
      for (const part of parts) {
        progress(`${part.type}/${part.id} (${pushed.length + 1} of ${parts.length})`)
        const { etag, ...one } = await push(api, folder, part, options)
        pushed.push(one)
        if (etag) drafts.push({ type: part.type, id: part.id, etag })
      }
      if (options.publish) progress(`publishing ${drafts.length}`)
      const { versions, moments } = await publishAll(api, options.publish ? drafts : [], options)
      for (const [index, { type, id }] of pushed.entries()) {
        const version = versions.get(`${type}/${id}`)
        if (version !== undefined) pushed[index] = { type, id, result: 'published', version }
      }
      endProgress()
      if (moments > 1) console.error(warning(`More than can go live at one moment: it was done in ${moments} parts.`))
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
      const contents: StoredContent[] = []
      for await (const { type, id } of allContent(api)) {
        const remote = await remoteContent(api, type, id)
        if (remote) contents.push({ name: `${type}/${id}`, at: remote.at, files: remote.files })
      }
      const { files, differing } = pulledFiles(contents)
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true })
        writeFileSync(join(folder, file), await contentOf(api, file, text))
      }
      if (json) return printJson({ files: Object.keys(files), differing })
      for (const { file, takenFrom, others } of differing) {
        console.log(
          `${warning(file)}  is newer in ${takenFrom} than in ${others.join(', ')}: the newer one is taken; the next push brings it to all`,
        )
      }
      console.log(good(`${Object.keys(files).length} files are in ${folder}.`))
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
      const states = new Map<string, 'new' | 'changed' | 'only there'>()
      const there = new Set<string>()
      for (const { type, id, files } of contentParts(local)) {
        const remote = (await remoteContent(api, type, id))?.files ?? {}
        for (const [file, text] of Object.entries(files)) {
          if (remote[file] === undefined) states.set(file, states.get(file) ?? 'new')
          else if (remote[file] !== text) states.set(file, 'changed')
        }
        for (const file of Object.keys(remote)) {
          there.add(file)
          if (local[file] === undefined) states.set(file, 'only there')
        }
      }
      // A file that mails share is new only where none of them has it.
      const items = [...states]
        .filter(([file, state]) => state !== 'new' || !there.has(file))
        .map(([file, state]) => ({ file, state }))
      if (json) printJson({ items })
      else for (const { file, state } of items) console.log(`${stateText(state)}  ${file}`)
      if (items.length === 0 && !json) console.log(dim('No difference.'))
      if (items.length > 0) process.exitCode = 1
    })
}

async function push(
  api: Api,
  folder: string,
  { type, id, files }: { type: ContentType; id: string; files: Record<string, string> },
  options: PushOptions,
): Promise<Pushed & { etag?: string | undefined }> {
  const path = `/content/${type}/${id}`
  const remote = await remoteContent(api, type, id)
  const unchanged = remote && isSame(remote.files, files)
  if (unchanged && !options.publish) return { type, id, result: 'unchanged' }
  if (unchanged && remote.isLive)
    return { type, id, result: 'unchanged', ...(remote.liveVersion && { version: remote.liveVersion }) }
  const ifMatch: Record<string, string> = remote?.etag ? { 'if-match': remote.etag } : {}
  if (!unchanged) await storeImages(api, folder, files)
  const drafted = unchanged ? remote : await api.put(path, { files }, ifMatch)
  return { type, id, result: 'drafted', etag: drafted.etag }
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
