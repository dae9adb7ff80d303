import * as z from 'zod/mini'
import { readYaml } from './read-yaml.ts'
import { segmentsNamed } from './segments-named.ts'
import { sharedFile } from './shared-files.ts'

/** Where the segment of this name is written. */
export function segmentFile(id: string): string {
  return `segments/${id}.yaml`
}

/** Paths of the files with the segments that this sequence uses, whatever else is wrong with it. */
export function segmentFilesOf(sequence: string, files: Readonly<Record<string, string>>): string[] {
  const found = new Set<string>()
  const open = [sequence]
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    for (const file of namedIn(text)) {
      if (found.has(file) || !Object.hasOwn(files, file)) continue
      found.add(file)
      open.push(files[file] ?? '')
    }
  }
  return [...found].sort()
}

function namedIn(text: string): string[] {
  // Most sequences name none, and need not be read for it.
  if (!text.includes('segment')) return []
  const { value } = readYaml(text, z.unknown(), { file: '' })
  return segmentsNamed(value)
    .map(({ id }) => segmentFile(id))
    .filter((file) => sharedFile(file))
}
