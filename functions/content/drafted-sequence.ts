import { isError } from '../../core/content/problem.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import type { DraftItem } from './content-items.ts'
import { refusedFor } from './refused-for.ts'

/** What the draft of a sequence says; throws {@link Problem} 422 where it has errors. What is live needs no YAML read, and so this is loaded for drafts alone. */
export async function draftedSequence({ id, files }: DraftItem): Promise<Sequence> {
  const { readContent } = await import('../../core/content/read-content.ts')
  const [file = '', text = ''] = Object.entries(files)[0] ?? []
  const { value, problems } = readContent('sequences', id, file, text)
  if (value === undefined || problems.some(isError)) throw refusedFor(problems)
  return value
}
