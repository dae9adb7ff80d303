import type { LeadState } from '../../core/leads/lead-status.ts'
import { changeLead, TooContended } from './change-lead.ts'
import { type ReadLead, readLead } from './lead-state.ts'

type Cause = Parameters<typeof changeLead>[1]
type Change = ReturnType<Parameters<typeof changeLead>[2]>

/**
 * Changes a lead by what all of its facts say, which `judge` reads. The profile is read before them: a fact that comes in between has written it, and then all is
 * read again. Answers false where there is no such lead, or `judge` has nothing to say of it. Throws {@link TooContended}. Safe to repeat.
 */
export async function changeByHistory(
  leadId: string,
  cause: Cause,
  judge: (read: ReadLead) => Promise<((lead: LeadState) => Change) | undefined>,
): Promise<boolean> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const read = await readLead(leadId)
    const change = read && (await judge(read))
    if (!change) return false
    let isRead = true
    await changeLead(
      leadId,
      cause,
      (lead) => {
        isRead = lead.profile.version === read.profile.version
        return isRead ? change(lead) : {}
      },
      { read },
    )
    if (isRead) return true
  }
  throw new TooContended()
}
