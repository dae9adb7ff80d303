import { isError } from '../../core/content/problem.ts'
import { sequencesKind } from '../../core/content/schemas.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding } from './content-items.ts'
import { contentVersion } from './published.ts'
import { refusedFor } from './refused-for.ts'

/** The draft of a sequence, or what is live where there is none. Throws {@link Problem} 404 where there is neither, and 422 for a draft with errors. */
export async function sequenceToSimulate(id: string): Promise<{ sequence: Sequence; version: number | 'draft' }> {
  const { current, draft } = await readStanding('sequences', id)
  if (draft) {
    // What is live needs no YAML read.
    const { readContent } = await import('../../core/content/read-content.ts')
    const [file = '', text = ''] = Object.entries(draft.files)[0] ?? []
    const { value, problems } = readContent('sequences', id, file, text)
    if (value === undefined || problems.some(isError)) throw refusedFor(problems)
    return { sequence: value, version: 'draft' }
  }
  const live = current && (await contentVersion(sequencesKind, id, current.version))
  if (!live) throw new Problem(404, 'There is no such sequence.')
  return { sequence: live.value, version: live.version }
}
