import type { User } from '../../core/staff/user.ts'
import { Problem } from '../runtime/problem.ts'
import { readUser } from '../staff/directory.ts'
import { readAnswerLink } from './answer-links.ts'
import { findHandoff } from './find-handoff.ts'

/** The hand-off and the person that a link in a mail names; throws a {@link Problem} 404 or 410. A person who left the company has no link any more. */
export async function findByLink(token: string) {
  const { handoffId, userId } = await readAnswerLink(token)
  const reader: User | undefined = await readUser(userId)
  if (!reader?.active) throw new Problem(404, 'There is nothing at this address.')
  return { ...(await findHandoff(handoffId)), reader }
}
