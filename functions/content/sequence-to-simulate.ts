import { sequencesKind } from '../../core/content/schemas.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding } from './content-items.ts'
import { draftedSequence } from './drafted-sequence.ts'
import { contentVersion } from './published.ts'

/** The draft of a sequence, or what is live where there is none. Throws {@link Problem} 404 where there is neither, and 422 for a draft with errors. */
export async function sequenceToSimulate(id: string): Promise<{ sequence: Sequence; version: number | 'draft' }> {
  const { current, draft } = await readStanding('sequences', id)
  if (draft) return { sequence: await draftedSequence(draft), version: 'draft' }
  const live = current && (await contentVersion(sequencesKind, id, current.version))
  if (!live) throw new Problem(404, 'There is no such sequence.')
  return { sequence: live.value, version: live.version }
}
