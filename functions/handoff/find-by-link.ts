import { readStaffLink } from '../staff/staff-link.ts'
import { answerClaims } from './answer-links.ts'
import { findHandoff } from './find-handoff.ts'

/** The hand-off and the person that a link in a mail names; throws a {@link Problem} 404 or 410. A person who left the company has no link any more. */
export async function findByLink(token: string) {
  const tooOld = 'This link is more than 14 days old. Please use the inbox.'
  const { named, reader } = await readStaffLink(token, 'answer', answerClaims, tooOld)
  return { ...(await findHandoff(named.handoffId)), reader }
}
