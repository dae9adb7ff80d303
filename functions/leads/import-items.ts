import { isDeepStrictEqual } from 'node:util'
import { type ListImport, listImport } from '../../core/lists/list-row.ts'
import { importKey } from '../aws/keys.ts'
import { getItem, ifAbsent, putItem } from '../aws/table.ts'
import { Problem } from '../runtime/problem.ts'

/**
 * Begins an import, once: who calls again goes on with the one that is there, at its time. Throws a 409 {@link Problem} where that one has another source:
 * its name would stand on people that it does not hold.
 */
export async function beginImport(given: ListImport): Promise<ListImport> {
  const begun = await readImport(given.importId)
  if (!begun && (await putItem(importKey(given.importId), given, ifAbsent))) return given
  const there = begun ?? (await readImport(given.importId))
  if (!there) throw new Error('an import is there and can’t be read')
  if (isDeepStrictEqual(there.source, given.source)) return there
  throw new Problem(409, 'An import with this id has begun with another source; give a new id to another list.')
}

async function readImport(importId: string): Promise<ListImport | undefined> {
  const item = await getItem(importKey(importId))
  return item && listImport.parse(item)
}
