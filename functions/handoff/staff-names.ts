import type { Handoff } from '../../core/handoff/handoff.ts'
import { staffNamedIn } from '../../core/handoff/routed-words.ts'
import type { LeadState } from '../../core/leads/lead-status.ts'
import { readUser } from '../staff/directory.ts'

/** The names of those of the staff who have to do with a hand-off, by id. */
export async function staffNames(
  handoff: Handoff,
  { profile }: Pick<LeadState, 'profile'>,
): Promise<Map<string, string>> {
  const { owner, answer, outcome, dispute, routedBy } = handoff
  const named = [owner, answer?.by, outcome?.by, dispute?.by, dispute?.review?.by, profile.qualification?.handedIn?.by]
  const ids = new Set([...named, ...staffNamedIn(routedBy)].filter((id) => id !== undefined))
  const found = await Promise.all([...ids].map(readUser))
  return new Map(found.flatMap((one) => (one ? [[one.userId, one.name] as const] : [])))
}
