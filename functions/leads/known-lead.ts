import { Problem } from '../runtime/problem.ts'
import { type ReadLead, readLead } from './lead-state.ts'

/** The lead with all that decides its next touch; throws a 404 {@link Problem} for one that is not there or is erased: "no further read". */
export async function knownLead(leadId: string): Promise<ReadLead> {
  const lead = await readLead(leadId)
  if (!lead || lead.mailbox.erasedAt) throw new Problem(404, 'There is no such lead.')
  return lead
}
