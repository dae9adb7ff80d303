import type { ConsentDecision } from '../../core/consent/apply-consent.ts'
import { topicAndChannel } from '../../core/consent/channel.ts'
import { type ConsentEvidence, consentEvidence } from '../../core/consent/mailbox.ts'
import { evidenceKey, leadPartition } from '../aws/keys.ts'
import { everyItem, ifAbsent, putItem } from '../aws/table.ts'

/** How a decision was made: all that is kept of it beside topic and time. */
export type Proof = Omit<ConsentEvidence, 'leadId' | 'id' | 'topic' | 'channel' | 'decision' | 'at'>

/** Keeps the proof of one decision; immutable, and repeating it changes nothing. */
export async function putEvidence(leadId: string, decision: ConsentDecision, proof: Proof): Promise<void> {
  const item = consentEvidence.parse({
    ...proof,
    leadId,
    id: decision.evidence,
    ...topicAndChannel(decision.topic),
    decision: decision.decision,
    at: decision.at,
  })
  await putItem(evidenceKey(leadId, item.at, item.id), item, ifAbsent)
}

/** All that proves what a lead decided, oldest first. */
export async function readEvidence(leadId: string): Promise<ConsentEvidence[]> {
  const found: ConsentEvidence[] = []
  for await (const item of everyItem({ pk: leadPartition(leadId), prefix: 'CONSENT#' })) {
    found.push(consentEvidence.parse(item))
  }
  return found
}
