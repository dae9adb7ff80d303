import type { ContentType } from '../../core/content/content-type.ts'
import { Problem } from '../runtime/problem.ts'
import { readStanding, type Standing } from './content-items.ts'
import { settleMark } from './release-items.ts'

const triesAtMost = 3

/**
 * A content as it stands, for who is to publish it: what a release left of its marks is settled before. Its own mark does not hold up the release `of` that
 * name. Throws {@link Problem} 409 while another release is at work on it.
 */
export async function standingToChange(type: ContentType, id: string, of?: string): Promise<Standing> {
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const standing = await readStanding(type, id)
    if (standing.marked === undefined || standing.marked === of) return standing
    if (!(await settleMark(standing.marked, type, id))) break
  }
  throw new Problem(
    409,
    `${type}/${id} is being published together with others at this moment: try again in a minute.`,
    {
      retryAfterSeconds: 60,
    },
  )
}
