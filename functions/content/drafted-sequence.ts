import { ownFile } from '../../core/content/content-files.ts'
import { isError } from '../../core/content/problem.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import type { DraftItem } from './content-items.ts'
import { refusedFor } from './refused-for.ts'

/** What the draft of a sequence says; throws {@link Problem} 422 where it has errors. What is live needs no YAML read, and so this is loaded for drafts alone. */
export async function draftedSequence({ id, files }: DraftItem): Promise<Sequence> {
  const { readContent } = await import('../../core/content/read-content.ts')
  const { readSegments } = await import('../../core/content/read-segments.ts')
  const file = ownFile('sequences', id)
  const read = readContent('sequences', id, file, files[file] ?? '', readSegments(files))
  const problems = [...read.problems, ...read.shared.problems]
  if (read.value === undefined || problems.some(isError)) throw refusedFor(problems)
  return read.value
}
