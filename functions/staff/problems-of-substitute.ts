import { circleOfSubstitutes } from '../../core/handoff/presence.ts'
import type { User } from '../../core/staff/user.ts'
import type { InputError } from '../runtime/problem.ts'
import { readUser } from './directory.ts'

/** What is wrong with whom somebody names as substitute: nobody of this name, or a circle, in which a lead would find nobody. */
export async function problemsOfSubstitute({ userId, substitute }: User): Promise<InputError[]> {
  if (substitute === undefined) return []
  const problem = (detail: string): InputError[] => [{ pointer: '/substitute', detail }]
  if (substitute === userId) return problem('nobody stands in for themselves: name somebody else')
  const next = new Map<string, string | undefined>([[userId, substitute]])
  for (let one: string | undefined = substitute; one !== undefined && !next.has(one); one = next.get(one)) {
    const found = await readUser(one)
    if (!found && one === substitute) return problem('there is nobody of this id: add them first')
    next.set(one, found?.substitute)
  }
  const circle = circleOfSubstitutes(userId, (one) => next.get(one))
  return circle ? problem(`these would stand in for each other: ${circle.join(', ')}; name somebody else`) : []
}
