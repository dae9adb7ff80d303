import type { ContentType } from '../../core/content/content-type.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, type Standing } from './content-items.ts'

/** A content as it stands, live or drafted; throws {@link Problem} 404 where there is neither. */
export async function existingContent(type: ContentType, id: string): Promise<Standing> {
  const standing = await readStanding(type, id)
  if (!standing.current && !standing.draft) throw new Problem(404, 'There is no such content.')
  return standing
}
