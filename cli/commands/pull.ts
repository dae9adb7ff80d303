import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { type ContentType, contentTypes } from '../../core/content/content-type.ts'
import { pulledFiles, type StoredContent } from '../../core/content/pulled-files.ts'
import type { Api } from '../api.ts'
import { contentOf } from '../folder-bytes.ts'
import { good, printJson, warning } from '../output.ts'
import { remoteContent } from '../remote-content.ts'
import { withApi } from './with-api.ts'

const more = `
Files of the folder with the same names are written over; others stay. "ripen diff" says before which ones differ.

Example:
  ripen pull templates`

/** `ripen pull [folder]`: writes what the API has into the folder. */
export function pullCommand(): Command {
  return new Command('pull')
    .argument('[folder]', 'where to write', 'templates')
    .description('write the drafts (or what is live) of all content into a folder, over the files that are there')
    .addHelpText('after', more)
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

async function* allContent(api: Api): AsyncGenerator<{ type: ContentType; id: string }> {
  for (const type of contentTypes) {
    for await (const { id } of api.items<{ id: string }>(`/content/${type}`)) yield { type, id }
  }
}
