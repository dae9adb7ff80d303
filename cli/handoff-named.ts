import { handoffId } from '../core/names.ts'
import type { Api } from './api.ts'
import { leadArgument, leadNamed } from './lead-named.ts'

/** How commands say what they take for a hand-off. */
export const handoffArgument = `the lead (${leadArgument}), or the hand-off as "ripen inbox" shows it`

/** The id of a hand-off that is named by its own id, or by its lead, of which it is the one that sales has, else the last. Throws Error where there is none. */
export async function handoffNamed(api: Api, given: string): Promise<string> {
  if (handoffId.safeParse(given).success) return given
  const { handoff } = (await leadNamed(api, given)) as { handoff?: { handoffId: string } }
  if (!handoff) throw new Error('this lead was never handed to sales: "ripen handoff hand-in" does so')
  return handoff.handoffId
}
