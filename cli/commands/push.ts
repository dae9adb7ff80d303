import { Command } from 'commander'
import { isAgreedOn, sides } from '../../core/content/approvals.ts'
import { checkFolder } from '../../core/content/check-folder.ts'
import { type ContentPart, contentParts } from '../../core/content/content-parts.ts'
import { isError } from '../../core/content/problem.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { alreadyThere } from '../already-there.ts'
import type { Api } from '../api.ts'
import { type InFlightOptions, withInFlight } from '../content-arguments.ts'
import { storeBytes } from '../folder-bytes.ts'
import { endProgress, printJson, progress } from '../output.ts'
import { type Drafted, publishAll } from '../publish-all.ts'
import { readFolder } from '../read-folder.ts'
import { publishRefusal } from '../refusals.ts'
import { isSame, remoteContent } from '../remote-content.ts'
import { countProblems, showProblems } from '../show-problems.ts'
import { inSeveralMoments, type Pushed, showPushed } from '../show-pushed.ts'
import { withApi } from './with-api.ts'

interface PushOptions extends InFlightOptions {
  readonly publish?: boolean
  readonly all?: boolean
}

const more = `
Without --publish nobody gets anything of what was stored: "ripen diff" and "ripen plan" look at the drafts first.
All goes live at one moment or nothing does; of more than 100 contents each 100 do. Scoring models, SLA policies and the
funnel are published only once both marketing and sales ran "ripen approve" on the draft; until then they wait, and the rest goes.
Exit code 1 when something is wrong in the folder or the API refuses.

Examples:
  ripen push
  ripen push --publish
  ripen push --publish --in-flight move --step time-to-read=reading-time`

/** `ripen push [folder]`: checks, then stores drafts; with `--publish` makes them live. */
export function pushCommand(): Command {
  return withInFlight(new Command('push'))
    .argument('[folder]', 'folder with emails, sequences, forms …', 'templates')
    .description('check a folder of templates and store what changed as drafts')
    .option(
      '--publish',
      'make the drafts live as the next version, all at one moment or none (of more than 100: each 100)',
    )
    .option('--all', 'name what is unchanged, too')
    .addHelpText('after', more)
    .action(async (folder: string, options: PushOptions, command: Command) => {
      const { api, json } = withApi(command)
      const files = readFolder(folder)
      const { problems, contents } = await checkFolder(files)
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
        const { etag, ...one } = await push(api, folder, part)
        pushed.push(one)
        if (etag && one.result !== 'unchanged' && !one.missing?.length)
          drafts.push({ type: part.type, id: part.id, etag })
      }
      if (options.publish) progress(`publishing ${drafts.length}`)
      const { versions, moments } = await published(api, options.publish ? drafts : [], options)
      for (const [index, { type, id }] of pushed.entries()) {
        const version = versions.get(`${type}/${id}`)
        if (version !== undefined) pushed[index] = { type, id, result: 'published', version }
      }
      endProgress()
      if (moments > 1) console.error(inSeveralMoments(moments))
      if (json) return printJson({ items: pushed })
      console.log(showPushed(pushed, options.all ?? false))
      const live = contents.filter(({ type, id }) => type === 'sequences' && versions.has(`sequences/${id}`))
      for (const line of await alreadyThere(
        api,
        live.map(({ value }) => value as Sequence),
      ))
        console.log(`\n${line}`)
    })
}

async function published(api: Api, drafts: readonly Drafted[], options: PushOptions) {
  try {
    return await publishAll(api, drafts, options)
  } catch (error) {
    endProgress()
    throw publishRefusal(error, options)
  }
}

async function push(
  api: Api,
  folder: string,
  { type, id, files }: ContentPart,
): Promise<Pushed & { etag?: string | undefined }> {
  const remote = await remoteContent(api, type, id)
  const version = remote?.liveVersion
  if (remote && isSame(remote.files, files)) {
    const result = remote.isLive ? 'unchanged' : 'still-drafted'
    return {
      type,
      id,
      result,
      version,
      etag: remote.etag,
      ...(remote.missing.length > 0 && { missing: remote.missing }),
    }
  }
  const ifMatch: Record<string, string> = remote?.etag ? { 'if-match': remote.etag } : {}
  await storeBytes(api, folder, files)
  const { etag } = await api.put(`/content/${type}/${id}`, { files }, ifMatch)
  return { type, id, result: 'drafted', version, etag, ...(isAgreedOn(type) && { missing: sides }) }
}
