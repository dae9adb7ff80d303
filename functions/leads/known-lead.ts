import { Problem } from '../runtime/problem.ts'
import { type ReadLead, readLead } from './lead-state.ts'

/** The lead with all that decides its next touch; of one that is merged, the lead that it is merged into: its own id says so. Throws a 404 {@link Problem} for one that is not there or is erased: "no further read". */
export async function knownLead(leadId: string): Promise<ReadLead> {
  const read = await readLead(leadId)
  const into = read?.mailbox.mergedInto
  const lead = into ? await readLead(into.leadId) : read
  if (!lead || lead.mailbox.erasedAt) throw new Problem(404, 'There is no such lead.')
  return lead
}
