import { sequencesKind } from '../../core/content/schemas.ts'
import type { Sequence } from '../../core/nurture/sequence.ts'
import { notValid, Problem } from '../runtime/problem.ts'
import { readStanding } from './content-items.ts'
import { draftedSequence } from './drafted-sequence.ts'
import { contentVersion } from './published.ts'

interface ToSimulate {
  readonly sequence: Sequence
  readonly version: number | 'draft'
}

/** The draft of a sequence, or what is live where there is none. Throws {@link Problem} 404 where there is neither, and 422 for a draft with errors. */
export async function sequenceToSimulate(id: string): Promise<ToSimulate> {
  const { current, draft } = await readStanding('sequences', id)
  if (draft) return { sequence: await draftedSequence(draft), version: 'draft' }
  const live = current && (await contentVersion(sequencesKind, id, current.version))
  if (!live) throw new Problem(404, 'There is no such sequence.')
  return { sequence: live.value, version: live.version }
}

/** The same of those that personas enter beside this one. Throws {@link Problem} 422 with pointers for what is not there, or named twice. */
export async function sequencesBeside(id: string, ids: readonly string[]): Promise<ToSimulate[]> {
  const twice = ids.findIndex((one, index) => one === id || ids.indexOf(one) < index)
  if (twice >= 0) throw refused(twice, 'name each sequence once')
  const found: ToSimulate[] = []
  for (const [index, one] of ids.entries()) {
    try {
      found.push(await sequenceToSimulate(one))
    } catch (error) {
      if (error instanceof Problem && error.status === 404) throw refused(index, 'there is no such sequence')
      throw error
    }
  }
  return found
}

function refused(index: number, detail: string): Problem {
  return notValid([{ pointer: `/beside/${index}`, detail }])
}
