import { readEmailAddress } from '../../core/capture/email-address.ts'
import type { FindingName } from '../../core/handoff/finding.ts'
import { missingFindings } from '../../core/handoff/findings.ts'
import {
  type Judged,
  judgeOutcome,
  latestHandoff,
  type OutcomeData,
  type OutcomeState,
} from '../../core/webhooks/outcome.ts'
import { changeHandoff } from '../handoff/change-handoff.ts'
import { askedFindings } from '../handoff/live-funnel.ts'
import { leadIdOf } from '../leads/identity.ts'
import { readLead } from '../leads/lead-state.ts'

interface Stored {
  readonly about: { readonly handoffId?: string; readonly leadId?: string }
  readonly state: OutcomeState
  readonly handoffState?: string
  readonly missing?: readonly FindingName[]
}

/** Finds the hand-off that a report is about and lets it say what it says, by the same write and with the same facts as an answer of sales. */
export async function storeOutcome(data: OutcomeData, by: string, atMs: number): Promise<Stored> {
  const leadId = await namedLead(data)
  const asked = { ...(data.handoffId && { handoffId: data.handoffId }), ...(leadId && { leadId }) }
  const lead = leadId === undefined ? undefined : await readLead(leadId)
  const found = data.handoffId
    ? lead?.handoffs.find(({ handoffId }) => handoffId === data.handoffId)
    : latestHandoff(lead?.handoffs ?? [])
  if (!found || lead?.mailbox.erasedAt) return { about: asked, state: 'unmatched' }
  const asks = await askedFindings()
  let judged: Judged = { state: 'known' }
  const handoff = await changeHandoff(found.handoffId, (read) => {
    judged = judgeOutcome(read, data, { by, asks }, atMs)
    return judged.change
  })
  if (!handoff) return { about: asked, state: 'unmatched' }
  const missing = data.result === 'lost' ? [] : missingFindings(handoff)
  return {
    about: { ...asked, handoffId: handoff.handoffId },
    state: judged.state,
    handoffState: handoff.state,
    ...(missing.length > 0 && { missing }),
  }
}

async function namedLead({ handoffId, leadId, email }: OutcomeData): Promise<string | undefined> {
  if (handoffId) return handoffId.split('.')[0]
  if (leadId || email === undefined) return leadId
  const read = readEmailAddress(email)
  return 'refused' in read ? undefined : leadIdOf(read.address)
}
