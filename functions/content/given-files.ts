import { contentFile, fileOf, ownFile } from '../../core/content/content-files.ts'
import type { ContentType } from '../../core/content/content-type.ts'
import { imageFile } from '../../core/content/images.ts'
import { pointerOf } from '../../core/content/problem.ts'
import { isSharedBy } from '../../core/content/shared-files.ts'
import { fileAt } from '../../core/files/file-bytes.ts'
import { Problem } from '../runtime/problem.ts'
import type { Sources } from './content-items.ts'

/** All sources of a content lie in one item of the table; of YAML it also holds the value. */
const mostBytes = { emails: 300 * 1024, yaml: 150 * 1024 }

/**
 * The files of one content by their paths under `templates/`, an email's and a sequence's with those that they share with others; they may be given with or without their folder. Throws {@link Problem} 422 for a file that belongs
 * elsewhere, for none, and for more than can be stored.
 */
export function givenFiles(type: ContentType, id: string, given: Readonly<Record<string, string>>): Sources {
  const files: Sources = {}
  const refuse = (name: string, detail: string) => {
    throw new Problem(422, 'These files are not those of this content.', {
      errors: [{ pointer: pointerOf(name === '' ? ['files'] : ['files', name]), detail }],
    })
  }
  for (const [name, text] of Object.entries(given)) {
    const isShared = isSharedBy(type, name)
    const file = isShared ? name : fileOf(type, id, name)
    const beside = type === 'emails' ? imageFile(file) : type === 'files' ? fileAt(file) : undefined
    const read = isShared ? { type, id } : beside ? { type, id: beside.id } : contentFile(file)
    if (!read || read.type !== type || read.id !== id) {
      refuse(
        name,
        type === 'emails'
          ? 'name it like en.md or fa.mjml, partials/signature.md or images/shelf.png'
          : `name it ${ownFile(type, id)}${type === 'sequences' ? ', or segments/at-rest.yaml' : type === 'files' ? ', or like en.pdf' : ''}`,
      )
    }
    if (Object.hasOwn(files, file)) refuse(name, 'this file is given twice, with and without its folder')
    files[file] = text
  }
  if (!Object.keys(files).some((file) => contentFile(file))) refuse('', 'give one file at least')
  const most = type === 'emails' ? mostBytes.emails : mostBytes.yaml
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > most)
    refuse('', `the files have ${Math.ceil(bytes / 1024)} KB together, and at most ${most / 1024} can be stored`)
  return files
}
